"""Who is who: links between registers, duplicates within one, each with its score and its evidence in words.

    link(left, right, spec, judged=…) -> Linked(links: LINKS, left_rows, right_rows)
    dedupe(frame, spec, never=…) -> Deduped(pairs: LINKS, clusters: CLUSTERS, rows)
    persons_spec(), duplicates_spec()          the comparisons of PERSONS and LISTED, with a column record_id
    explain_pair(left_row, right_row, spec) -> [Reason(comparison, level, words, bits)]
    outcomes_of(persons, links, lists…) -> OUTCOMES     PADAN, PADAN_NAMA_BEDA, NIK_TIDAK_DITEMUKAN, MENINGGAL …
    village_lists(left, right, links) -> VILLAGE_LISTS  linked, only here, conflicting
    Calibration.fit(scores, same).apply(scores)         the score made true on the district's own reviewed pairs

Tables are declared in ``tables.py``. LINKS.state: ``padan`` (one person), ``periksa`` (a clerk decides),
``bertentangan`` (equal NIK, other name). ``judged`` are decided pairs (left_id, right_id, same), kept whatever the data
say.
"""
