"""The second half of the way: review, pilot, release and training."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pilots import actions as pilots
from pilots.actions.observing import Measured
from pilots.enums import METRICS, PilotDecision
from pilots.models import Pilot
from reviews import actions as reviews
from reviews.actions.rounds import SeatPlan
from reviews.checklist import questions_for
from reviews.enums import REVIEWING, SeatKind, Verdict
from reviews.models import Comment, Round
from sopman.portal.demo.case import Exercise, Remark
from sopman.portal.demo.clock import ZONE
from sopman.portal.demo.walking import Walk
from sopman.workdays.queries import calendar
from sops.queries import current_version
from training import actions as training
from training.enums import Channel
from training.models import Attempt, Exam, Release

AFTERNOON = time(14, 0)


class LongWalk(Walk):
    """A case that goes further than the draft."""

    round: Round
    pilot: Pilot
    release: Release

    # 5 Review

    def open_round(
        self, reviewers: Mapping[str, str], *, due: Sequence[date] = (), note: str = ""
    ) -> None:
        """`due` in the order of the seats; two and three working days where nothing is said."""
        days, here = calendar(), self.clock.today
        due = due or [days.add(here, 2), days.add(here, 3), days.add(here, 3)]
        seats = [
            SeatPlan(kind, self.cast[reviewers[kind]], day)
            for kind, day in zip(REVIEWING, due, strict=True)
        ]
        self.round = reviews.open_round(
            self.project, **self.by(), seats=seats, sign_by=days.add(max(due), 5), note=note
        )
        self.project.refresh_from_db()

    def seat(self, kind: str, department: str = "") -> Any:
        seats = self.round.seats.select_related("holder").filter(kind=kind)
        return seats.get(department__code=department) if department else seats.get()

    def review(
        self, kind: str, remarks: Iterable[Remark] = (), *, verdict: str = "", summary: str = ""
    ) -> None:
        """One seat: its checklist, its comments, its signed verdict."""
        seat, mine = self.seat(kind), [one for one in remarks if one.seat == kind]
        answers = [(one.code, "yes", "") for one in questions_for(kind)]
        reviews.answer_questions(seat, answers=answers, actor=seat.holder)
        for one in mine:
            reviews.add_comment(
                seat, dimension=one.dimension, kind=one.kind, text=one.text, section=one.section,
                sop_step=self.sop_step(one.at) if one.at else None, **self.by(seat.holder),
            )  # fmt: skip
        verdict = verdict or (Verdict.PASS_WITH_COMMENTS if mine else Verdict.PASS)
        reviews.hand_in(
            seat, verdict=verdict, password=self.cast.password, **self.by(seat.holder),
            summary=summary or "已通读全文，逐项核对检查表。",
        )  # fmt: skip
        self.round.refresh_from_db()
        self.version = current_version(self.project)

    def answer_remarks(self, remarks: Iterable[Remark]) -> None:
        said = {one.text: one for one in remarks}
        for comment in Comment.objects.filter(round=self.round).order_by("pk"):
            one = said[comment.text]
            reviews.answer_comment(
                comment, disposition=one.disposition, reply=one.reply, **self.by(self.author)
            )

    def finish_revision(self) -> None:
        self.round = reviews.finish_revision(self.round, **self.by())

    def sign(self) -> None:
        """The departments concerned countersign, then the head makes the version official."""
        password = self.cast.password
        for seat in self.round.seats.filter(kind=SeatKind.COUNTERSIGN).select_related("holder"):
            reviews.countersign(seat, password=password, **self.by(seat.holder))
        head = self.seat(SeatKind.HEAD)
        reviews.sign_off(head, password=password, **self.by(head.holder))
        self.project.refresh_from_db()
        self.version = current_version(self.project)

    def pass_review(self, reviewers: Mapping[str, str]) -> None:
        """A review without any comment."""
        self.open_round(reviewers)
        self.clock.later()
        for kind in REVIEWING:
            self.review(kind)
        self.clock.later()
        self.sign()

    # 6 Pilot

    def start_pilot(
        self, scenarios: Mapping[str, tuple[str, Sequence[str]]], *, days: int = 14
    ) -> None:
        """`scenarios`: name → (description, people)."""
        self.pilot = pilots.plan_pilot(self.project, **self.by())
        first = calendar().add(self.clock.today, 1)
        pilots.set_dates(
            self.pilot, starts_on=first, ends_on=first + timedelta(days=days), **self.by()
        )
        for name, (description, people) in scenarios.items():
            scenario = pilots.add_scenario(
                self.pilot, name=name, description=description, **self.by(),
                department=self.cast.departments[self.case.department],
            )  # fmt: skip
            pilots.add_participants(
                scenario, people=[self.cast[key] for key in people], **self.by()
            )
        self.clock.until(first)
        self.pilot = pilots.start_pilot(self.pilot, **self.by())
        self.version = current_version(self.project)

    def brief(self, *keys: str) -> None:
        for one in self.pilot.participants.select_related("user", "pilot"):
            if one.user in [self.cast[key] for key in keys]:
                pilots.confirm_briefing(one, **self.by(one.user))

    def report(self, who: str, kind: str, text: str, at: str = "") -> Any:
        step = self.sop_step(at) if at else None
        return pilots.report_problem(
            self.pilot, kind=kind, text=text, sop_step=step, **self.by(self.cast[who])
        )

    def fill_questionnaire(self, marks: Mapping[str, tuple[Sequence[int], str]]) -> None:
        names = ("clarity", "doability", "speed", "safety")
        for key, (given, remark) in marks.items():
            one = self.pilot.participants.select_related("pilot").get(user=self.cast[key])
            pilots.answer_questionnaire(
                one, marks=dict(zip(names, given, strict=True)), remark=remark,
                **self.by(self.cast[key]),
            )  # fmt: skip

    def measure(
        self, figures: Mapping[str, tuple[Sequence[str], int]], own: Mapping[str, tuple[str, int]],
        source: str,
    ) -> None:  # fmt: skip
        """Per scenario cycle time, error rate, satisfaction and cases; per own objective its value."""
        measured = []
        for scenario in self.pilot.scenarios.order_by("pk"):
            values, cases = figures[scenario.name]
            for metric, value in zip(METRICS, values, strict=True):
                measured.append(Measured(Decimal(value), cases, source, metric, scenario))
        for objective in self.pilot.own_objectives():
            value, cases = own[objective.name_zh]
            measured.append(
                Measured(Decimal(value), cases, source, objective.metric, objective=objective)
            )
        pilots.enter_figures(self.pilot, figures=measured, **self.by())

    def conclude(self, decision: str, reason: str) -> None:
        self.clock.until(self.pilot.ends_on)
        self.pilot = pilots.conclude(
            self.pilot, decision=decision, reason=reason, password=self.cast.password, **self.by()
        )
        self.project.refresh_from_db()
        self.version = current_version(self.project)

    def pass_pilot(self, scenario: str, people: Sequence[str], figures: Sequence[str], cases: int,
                   own: Mapping[str, tuple[str, int]]) -> None:  # fmt: skip
        """A pilot that finds nothing to change."""
        self.start_pilot({scenario: ("日常业务，按试行版操作并记录。", people)})
        self.brief(*people)
        self.clock.until(self.pilot.ends_on - timedelta(days=2))
        self.fill_questionnaire(dict.fromkeys(people, ((5, 4, 4, 5), "按步骤做没有障碍。")))
        self.clock.until(self.pilot.ends_on)
        self.measure({scenario: (figures, cases)}, own, "试点台账")
        self.conclude(PilotDecision.ADOPT, "各项指标达到立项目标，试点中没有遗留问题。")

    # 7 Release and training

    def plan_release(self, *, group: str, consultant: str, folder: str) -> None:
        self.release = training.plan_release(self.project, **self.by())
        self.release = training.set_group(
            self.release, group_name=group, consultant=self.cast[consultant], **self.by(),
            group_link="https://chat.example.com/groups/" + self.case.number.lower(),
        )  # fmt: skip
        training.place(
            self.release,
            channel=Channel.LIBRARY,
            where="SOP文库 / " + self.case.number,
            **self.by(),
        )
        training.place(self.release, channel=Channel.SHARED_FOLDER, where=folder, **self.by())

    def write_questions(self, questions: Iterable[Exercise], *, writer: str) -> None:
        for one in questions:
            training.write_question(
                self.release, kind=one.kind, text=one.text, options=list(one.options),
                step=self.sop_step(one.at).step if one.at else None, explanation=one.why,
                **self.by(self.cast[writer]),
            )  # fmt: skip

    def set_exam(self, *, questions: int, minutes: int = 20, pass_mark: int = 80) -> Exam:
        return training.set_exam(
            self.release, minutes=minutes, pass_mark=pass_mark, question_count=questions,
            attempts_allowed=3, **self.by(),
        )  # fmt: skip

    def publish(self, *, by: str, effective_on: date, why: str = "") -> None:
        self.release = training.publish(
            self.release, effective_on=effective_on, password=self.cast.password,
            override_reason=why, **self.by(self.cast[by]),
        )  # fmt: skip

    def hold_training(
        self, *, place: str, contents: Mapping[str, str], there: Sequence[str]
    ) -> None:
        day = calendar().add(self.clock.today, 2)
        starts_at = datetime.combine(day, AFTERNOON, tzinfo=ZONE)
        session = training.plan_session(
            self.release, starts_at=starts_at, place=place, trainer=self.lead, **self.by()
        )
        self.clock.past(starts_at + timedelta(minutes=80))
        training.hold_session(session, contents=dict(contents), **self.by())
        training.record_attendance(session, people=[self.cast[key] for key in there], **self.by())

    def sit_exam(self, who: str, *, wrong: int = 0) -> Attempt:
        """An attempt with so many wrong answers, saved one by one and handed in."""
        user, exam = self.cast[who], Exam.objects.get(release=self.release)
        attempt = training.start_attempt(exam, **self.by(user))
        at = attempt.started_at
        for n, item in enumerate(attempt.paper):
            at += timedelta(seconds=40)
            right = attempt.key[item["item"]]
            others = [one["option"] for one in item["options"] if one["option"] not in right]
            choice = others[:1] if n < wrong and others else right
            training.save_answer(
                attempt, item=item["item"], choice=choice, seq=1, actor=user, at=at
            )
        return training.hand_in(attempt, actor=user, at=at + timedelta(seconds=20))
