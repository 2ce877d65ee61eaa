from django.urls import path

from sanding_web.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.search, name="search"),
    path("orang/<int:uid>/", views.person, name="person"),
    path("orang/<int:uid>/buka/", views.reveal, name="reveal"),
]
