from django.urls import path

from dygn.dialogue.views.citizen.rate import rating

app_name = "dialogue"

urlpatterns = [path("rate/<str:token>/", rating, name="rate")]
