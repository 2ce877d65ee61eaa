from django.urls import path

from sanding_web.rollover import views

app_name = "rollover"
urlpatterns = [
    path("", views.index, name="index"),
    path("riwayat/<int:year>/", views.change, name="change"),
]
