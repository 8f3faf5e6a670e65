"""Reads of accounts, sessions, one-time links and drafts of staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.accounts import Account, FormDraft, SignInLink, WebSession
from clusterprocess.domain.actors import CLUSTER_SIDE
from clusterprocess.domain.register import Person, RoleGrant


class AccountQueries(Lookup):
    def account_of(self, handle: str, *, lock: bool = False) -> Account | None:
        """The account of a handle; locked where failures are counted."""
        statement = select(Account).join(Person).where(Person.handle == handle.strip().lower())
        return self.session.scalars(statement.with_for_update(of=Account) if lock else statement).one_or_none()

    def accounts(self) -> Sequence[Account]:
        return self._all(select(Account).join(Person).options(joinedload(Account.person)).order_by(Person.handle))

    def agency_people(self) -> Sequence[Person]:
        """Everybody who has an account or holds a role that may have one, with her roles."""
        holders = select(RoleGrant.person_id).where(RoleGrant.role.notin_([r.value for r in CLUSTER_SIDE]))
        with_account = select(Account.person_id)
        return self._all(
            select(Person)
            .where(or_(Person.id.in_(holders), Person.id.in_(with_account)))
            .options(selectinload(Person.roles))
            .order_by(Person.handle)
        )

    def web_session(self, sha256: str) -> WebSession | None:
        statement = (
            select(WebSession)
            .where(WebSession.sha256 == sha256)
            .options(
                joinedload(WebSession.account).joinedload(Account.person).selectinload(Person.roles),
            )
        )
        return self.session.scalars(statement).unique().one_or_none()

    def web_sessions(self, person_id: str) -> Sequence[WebSession]:
        """Sessions of a person that were not ended, the newest first."""
        return self._all(
            select(WebSession)
            .where(WebSession.person_id == person_id, WebSession.ended_at.is_(None))
            .order_by(WebSession.began_at.desc())
        )

    def sign_in_link(self, sha256: str, *, lock: bool = False) -> SignInLink | None:
        statement = select(SignInLink).where(SignInLink.sha256 == sha256)
        return self.session.scalars(statement.with_for_update() if lock else statement).one_or_none()

    def sign_in_links(self, person_id: str) -> Sequence[SignInLink]:
        """Links of a person that were not used."""
        return self._all(select(SignInLink).where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None)))

    def form_draft(self, person_id: str, subject: str) -> FormDraft | None:
        return self.session.scalars(
            select(FormDraft).where(FormDraft.person_id == person_id, FormDraft.subject == subject)
        ).one_or_none()

    def form_drafts_below(self, person_id: str, prefix: str) -> Sequence[FormDraft]:
        """Drafts of one person whose subjects begin alike and that hold something."""
        return self._all(
            select(FormDraft)
            .where(FormDraft.person_id == person_id, FormDraft.subject.startswith(prefix, autoescape=True))
            .where(FormDraft.typed != {})
        )

    def form_drafts(self, subject: str) -> Sequence[FormDraft]:
        """Drafts on one subject that hold something, of everybody, the newest first."""
        return self._all(
            select(FormDraft)
            .where(FormDraft.subject == subject, FormDraft.typed != {})
            .order_by(FormDraft.saved_at.desc())
        )
