"""The few addresses of django-allauth that are open here, under the names it asks for."""

from allauth.account.views import logout
from django.urls import path
from django.views.generic import RedirectView

from sopman.people.views.entrance import log_in

urlpatterns = [
    path("login/", log_in, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("email/", RedirectView.as_view(pattern_name="people:account"), name="account_email"),
]
