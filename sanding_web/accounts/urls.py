from django.urls import path

from sanding_web.accounts import door_views, security_views, views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.sign_in, name="sign_in"),
    path("masuk/contoh/", views.sign_in_demo, name="sign_in_demo"),
    path("masuk/langkah-kedua/", door_views.second_step, name="second_step"),
    path("konfirmasi/", door_views.confirm, name="confirm"),
    path("keamanan/", security_views.security, name="security"),
    path("keamanan/telepon/", security_views.telephone, name="telephone"),
    path("keamanan/kode-cadangan/", security_views.codes_new, name="codes_new"),
    path("keamanan/kunci-sandi/", security_views.passkey_new, name="passkey_new"),
    path("keamanan/<int:pk>/hapus/", security_views.factor_remove, name="factor_remove"),
    path("keamanan/peramban/<int:pk>/keluarkan/", security_views.session_end, name="session_end"),
    path("keamanan/kata-sandi/", security_views.password, name="password"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("peran/", views.choose_role, name="choose_role"),
    path("", views.index, name="index"),
    path("baru/", views.create, name="create"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/urus/<slug:act>/", views.care, name="care"),
    path("<int:pk>/peran/<int:grant_pk>/akhiri/", views.end_grant, name="end_grant"),
    path("<int:pk>/peran/<int:grant_pk>/perpanjang/", views.renew_grant, name="renew_grant"),
]
