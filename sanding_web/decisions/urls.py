from django.urls import path

from sanding_web.decisions import office_views, views

app_name = "decisions"
urlpatterns = [
    path("", views.index, name="index"),
    path("periksa/", views.check, name="check"),
    path("periksa/<str:code>/", views.check, name="check_code"),
    path("tata-naskah/", office_views.overview, name="paper_settings"),
    path("tata-naskah/kepala-surat/", office_views.letterhead, name="letterhead"),
    path("tata-naskah/penanda-tangan/", office_views.signatory_new, name="signatory_new"),
    path("tata-naskah/penanda-tangan/<int:pk>/akhiri/", office_views.signatory_end, name="signatory_end"),
    path("tata-naskah/nomor/<slug:kind>/", office_views.numbering, name="numbering"),
    path("tata-naskah/templat/<slug:kind>/", office_views.template, name="template"),
    path("tata-naskah/templat/<slug:kind>/unggah/", office_views.template_upload, name="template_upload"),
    path("tata-naskah/templat/<slug:kind>/<int:number>/", office_views.template_file, name="template_file"),
    path(
        "tata-naskah/templat/<slug:kind>/<int:number>/contoh/<str:form>/",
        office_views.template_preview,
        name="template_preview",
    ),
    path("tata-naskah/templat/<slug:kind>/<int:number>/pakai/", office_views.template_use, name="template_use"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/tetapkan/", views.sign, name="sign"),
    path("<int:pk>/tolak/", views.reject, name="reject"),
    path("<int:pk>/tarik/", views.withdraw, name="withdraw"),
    path("<int:pk>/cabut/", views.revoke, name="revoke"),
    path("<int:pk>/hitung-ulang/", views.recheck, name="recheck"),
    path("<int:pk>/naskah/<slug:name>/", views.paper, name="paper"),
    path("<int:pk>/simpan-naskah/", views.keep, name="keep"),
]
