from django.urls import path

from sanding_web.audit import views

app_name = "audit"
urlpatterns = [path("", views.index, name="index")]
