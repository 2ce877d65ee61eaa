from django.urls import path

from sanding_web.district.views import agencies, notes, programme, start

app_name = "district"
urlpatterns = [
    path("", programme.settings_page, name="settings"),
    path("gerakan/", programme.about, name="about"),
    path("riwayat/", programme.history, name="history"),
    path("catatan/<slug:name>/", notes.register, name="register"),
    path("catatan/<slug:name>/baru/", notes.entry, name="entry_new"),
    path("catatan/<slug:name>/<int:pk>/", notes.entry, name="entry"),
    path("catatan/<slug:name>/<int:pk>/hapus/", notes.remove, name="entry_remove"),
    path("dasar/<int:pk>/berkas/", notes.basis_file, name="basis_file"),
    path("perangkat/", agencies.index, name="agencies"),
    path("perangkat/baru/", agencies.agency, name="agency_new"),
    path("perangkat/tabel/", agencies.table, name="agency_table"),
    path("perangkat/<int:pk>/", agencies.agency, name="agency"),
    path("mulai/", start.index, name="start"),
    path("mulai/contoh/<slug:kind>/", start.template, name="start_template"),
    path("mulai/unggah/<slug:kind>/", start.upload, name="start_upload"),
    path("mulai/lembar/<int:pk>/", start.sheet, name="sheet"),
    path("mulai/lembar/<int:pk>/padankan/", start.match, name="sheet_match"),
    path("mulai/lembar/<int:pk>/masukkan/", start.enter, name="sheet_enter"),
    path("mulai/lembar/<int:pk>/buang/", start.drop, name="sheet_drop"),
    path("mulai/lembar/<int:pk>/batalkan/", start.undo, name="sheet_undo"),
    path("mulai/lembar/<int:pk>/kesalahan/", start.faults, name="sheet_faults"),
]
