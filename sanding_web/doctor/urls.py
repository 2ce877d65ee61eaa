from django.urls import path

from sanding_web.doctor import views

app_name = "doctor"
urlpatterns = [path("", views.index, name="index")]
