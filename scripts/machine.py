"""Says in one line each what the machine lacks, with the command that brings it. The site works without."""

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from urllib.parse import urlparse

POSTGRES = os.environ.get("SANDING_TEST_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")


def has_pango() -> bool:
    return find_library("pangoft2-1.0") is not None


def has_chromium() -> bool:
    return shutil.which("chromium") is not None


def has_postgres() -> bool:
    """Whether a server answers at SANDING_TEST_POSTGRES and lets us make databases."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES, connect_timeout=15) as connection:
            row = connection.execute("select rolcreatedb from pg_roles where rolname = current_user").fetchone()
            if not (row and row[0]):
                print("PostgreSQL menjawab, tetapi perannya tidak boleh membuat basis data (CREATEDB).", flush=True)
            return bool(row and row[0])
    except psycopg.Error as problem:
        print(f"PostgreSQL tidak menjawab: {' '.join(str(problem).split())}", flush=True)
        return False


def postgres_url(database: str) -> str:
    return urlparse(POSTGRES)._replace(path=f"/{database}").geturl()


def main() -> int:
    if not has_pango():
        print("Tanpa libpango: PDF tidak dibuat. Pasang dengan: apt-get install -y libpango-1.0-0 libpangoft2-1.0-0")
    if not has_chromium():
        print("Tanpa chromium: uji peramban dilewati. Pasang dengan: apt-get install -y chromium")
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if node and int(node.lstrip("v").split(".")[0]) < 20:
        print(f"Node {node} terlalu lama: perlu 20 atau lebih baru.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
