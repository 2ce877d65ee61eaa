from django.urls import path

from sanding_web.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("cari/", views.search, name="search"),
    path("sehat/", views.health, name="health"),
]
