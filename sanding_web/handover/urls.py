from django.urls import path

from sanding_web.handover import views

app_name = "handover"
urlpatterns = [path("<int:pk>/", views.new, name="new")]
