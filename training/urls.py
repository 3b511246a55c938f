"""Addresses of release and training."""

from django.urls import path

from training import views

app_name = "training"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("projects/<int:project_pk>/", views.release, name="release"),
    path("projects/<int:project_pk>/plan/", views.plan, name="plan"),
    path("releases/<int:pk>/group/", views.group, name="group"),
    path("releases/<int:pk>/distribution/", views.distribution, name="distribution"),
    path("releases/<int:pk>/places/add/", views.place, name="place"),
    path("releases/<int:pk>/publish/", views.publish, name="publish"),
    path("releases/<int:pk>/package/", views.package, name="package"),
    path("releases/<int:pk>/readiness/", views.readiness, name="readiness"),
    path("releases/<int:pk>/remind/", views.remind, name="remind"),
    path("releases/<int:pk>/sessions/add/", views.plan_session, name="plan_session"),
    path("releases/<int:pk>/exam/", views.set_exam, name="set_exam"),
    path("releases/<int:pk>/questions/", views.bank, name="bank"),
    path("releases/<int:pk>/questions/add/", views.write_question, name="write_question"),
    path("exam-questions/<int:pk>/edit/", views.change_question, name="change_question"),
    path("exam-questions/<int:pk>/retire/", views.retire_question, name="retire_question"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/contents/", views.hold_session, name="hold_session"),
    path("sessions/<int:pk>/attendance/", views.attendance, name="attendance"),
    path("exams/<int:pk>/", views.exam, name="exam"),
    path("attempts/<int:pk>/", views.attempt, name="attempt"),
    path("attempts/<int:pk>/save/", views.save, name="save"),
    path("attempts/<int:pk>/hand-in/", views.hand_in, name="hand_in"),
    path("attempts/<int:pk>/result/", views.result, name="result"),
    path("versions/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("versions/<int:pk>/ask/", views.ask, name="ask"),
    path("sops/<int:pk>/questions/", views.questions, name="questions"),
    path("reader-questions/<int:pk>/answer/", views.answer_reader, name="answer_reader"),
    path("sops/<int:pk>/accuracy/", views.accuracy, name="accuracy"),
]
