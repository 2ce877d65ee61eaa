from django.urls import path

from sanding_web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.progress, name="progress"),
    path("<int:pk>/batalkan/", views.stop, name="cancel"),
]
