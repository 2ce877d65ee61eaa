from django.urls import path

from sanding_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.sign_in, name="sign_in"),
    path("masuk/contoh/", views.sign_in_demo, name="sign_in_demo"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("peran/", views.choose_role, name="choose_role"),
    path("", views.index, name="index"),
    path("baru/", views.create, name="create"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/peran/<int:grant_pk>/akhiri/", views.end_grant, name="end_grant"),
    path("<int:pk>/peran/<int:grant_pk>/perpanjang/", views.renew_grant, name="renew_grant"),
]
