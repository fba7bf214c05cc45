from django.urls import path

from dygn.identity.testprovider import views

urlpatterns = [
    path(".well-known/openid-configuration", views.configuration),
    path("keys", views.keys),
    path("authorize", views.authorize),
    path("token", views.token),
    path("userinfo", views.userinfo),
    path("end", views.end),
]
