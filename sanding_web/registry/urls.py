from django.urls import path

from sanding_web.registry.views import batches, files, mapping, villages, vintages

app_name = "registry"
urlpatterns = [
    path("", batches.index, name="index"),
    path("unggah/", batches.upload, name="upload"),
    path("batch/<int:pk>/", batches.batch, name="batch"),
    path("batch/<int:pk>/petakan/", mapping.map_columns, name="map"),
    path("profil/", mapping.profiles, name="profiles"),
    path("profil/muat/", mapping.take_in, name="profile_import"),
    path("profil/<int:pk>/unduh/", mapping.hand_on, name="profile_export"),
    path("profil/<int:pk>/hentikan/", mapping.retire, name="profile_retire"),
    path("batch/<int:pk>/sebab/<slug:rule>/", batches.cause, name="cause"),
    path("batch/<int:pk>/buku-kerja/", batches.marked, name="marked"),
    path("batch/<int:pk>/terima/", batches.accept, name="accept"),
    path("batch/<int:pk>/kembalikan/", batches.send_back, name="return"),
    path("batch/<int:pk>/batalkan-penerimaan/", batches.undo, name="undo"),
    path("batch/<int:pk>/lanjutkan/", batches.resume, name="resume"),
    path("batch/<int:pk>/cermati/", batches.review, name="review"),
    path("batch/<int:pk>/catatan/", batches.note, name="note"),
    path("batch/<int:pk>/periksa-lagi/", batches.recheck, name="recheck"),
    path("batch/<int:pk>/bandingkan/", batches.compare, name="compare"),
    path("batch/<int:pk>/tarik/", batches.cancel, name="cancel"),
    path("desa/", villages.index, name="villages"),
    path("desa/unduh.<str:form>", villages.export, name="villages_export"),
    path("desa/<str:code>/", villages.village, name="village"),
    path("kurun/", vintages.index, name="vintages"),
    path("rujukan/", files.reference, name="reference"),
    path("periksa/", files.check, name="check"),
]
