"""People pages and everybody's own account."""

from django.urls import path

from sopman.people.views import account, entrance, imports, people, rights, structure

app_name = "people"
urlpatterns = [
    path("first-run/", entrance.first_run, name="first_run"),
    path("account/demo/<str:token>/", entrance.demo_sign_in, name="demo_sign_in"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/sessions/others/end/", account.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("account/deputies/", account.deputies, name="deputies"),
    path("account/deputies/name/", account.name_deputy, name="name_own_deputy"),
    path("account/deputies/<int:pk>/end/", account.end_deputy, name="end_own_deputy"),
    path("people/", people.people, name="list"),
    path("people/export/", people.export, name="export"),
    path("people/add/", people.add, name="add"),
    path("people/passwords/", people.password_sheets, name="password_sheets"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="edit"),
    path("people/<int:pk>/close/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/open/", people.reactivate, name="reactivate"),
    path("people/<int:pk>/password/", people.reset_password, name="reset_password"),
    path("people/<int:pk>/sessions/end/", people.end_sessions, name="end_sessions"),
    path("people/<int:pk>/appoint/", rights.appoint, name="appoint"),
    path(
        "people/<int:pk>/appointments/<int:appointment_pk>/end/",
        rights.end_appointment,
        name="end_appointment",
    ),
    path("people/<int:pk>/roles/grant/", rights.grant_role, name="grant_role"),
    path("people/<int:pk>/roles/<int:grant_pk>/end/", rights.end_role, name="end_role"),
    path("people/<int:pk>/deputies/name/", rights.name_deputy, name="name_deputy"),
    path("people/<int:pk>/deputies/<int:deputy_pk>/end/", rights.end_deputy, name="end_deputy"),
    path("people/<int:pk>/hand-over/", rights.hand_over, name="hand_over"),
    path("people/departments/", structure.departments, name="departments"),
    path("people/departments/add/", structure.add_department, name="add_department"),
    path("people/departments/<int:pk>/", structure.edit_department, name="edit_department"),
    path("people/positions/", structure.positions, name="positions"),
    path("people/positions/add/", structure.add_position, name="add_position"),
    path("people/positions/<int:pk>/", structure.edit_position, name="edit_position"),
    path("people/sites/", structure.sites, name="sites"),
    path("people/sites/add/", structure.add_site, name="add_site"),
    path("people/sites/<int:pk>/", structure.edit_site, name="edit_site"),
    path("people/import/", imports.imports, name="imports"),
    path("people/import/<slug:kind>/", imports.upload, name="import"),
    path("people/import/<slug:kind>/template/", imports.template, name="import_template"),
    path("people/import/<slug:kind>/write/", imports.write, name="import_write"),
]
