"""The few calls the dispatcher makes to Prefect's API, without importing Prefect (its import costs seconds)."""

from __future__ import annotations

from typing import Any

import httpx

from clusterprocess.domain.errors import ServiceUnavailable


class PrefectApi:
    """A small client of one Prefect server."""

    def __init__(self, url: str, auth: tuple[str, str], timeout_seconds: float = 10.0) -> None:
        self._client = httpx.Client(base_url=url, auth=auth, timeout=timeout_seconds, trust_env=False)
        self._deployments: dict[str, str] = {}

    def is_healthy(self) -> bool:
        """Whether the server answers."""
        try:
            return self._client.get("/health").status_code == 200
        except httpx.HTTPError:
            return False

    def _call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **arguments)
        except httpx.HTTPError as error:
            raise ServiceUnavailable(f"Prefect antwortet nicht ({type(error).__name__}); der Lauf wartet.") from None
        if answer.status_code >= 500:
            raise ServiceUnavailable(f"Prefect meldet einen Fehler ({answer.status_code}); der Lauf wartet.")
        return answer

    def start(self, flow: str, parameters: dict[str, Any], idempotency_key: str, name: str) -> str:
        """Ask for a run of a flow's deployment; the same key returns the same run.

        Raises:
            ServiceUnavailable: Prefect does not answer, or does not know the deployment yet.
        """
        deployment = self._deployment(flow)
        answer = self._call(
            "POST",
            f"/deployments/{deployment}/create_flow_run",
            json={"parameters": parameters, "idempotency_key": idempotency_key, "name": name},
        )
        if answer.status_code == 404:
            self._deployments.pop(flow, None)
        if answer.status_code not in (200, 201):
            raise ServiceUnavailable(
                f"Prefect nahm den Lauf nicht an ({answer.status_code}); er wird erneut angefordert."
            )
        return str(answer.json()["id"])

    def is_waiting(self, flow: str) -> bool:
        """Whether a run of this flow was asked for and has not started, for example while no worker runs.

        Raises:
            ServiceUnavailable: Prefect does not answer, or does not know the deployment yet.
        """
        wanted = {
            "deployments": {"id": {"any_": [self._deployment(flow)]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED", "PENDING"]}}},
        }
        return int(self._call("POST", "/flow_runs/count", json=wanted).json()) > 0

    def _deployment(self, flow: str) -> str:
        if flow not in self._deployments:
            flow_name, slug = flow.replace("_", "-"), flow.replace("_", "-")
            answer = self._call("GET", f"/deployments/name/{flow_name}/{slug}")
            if answer.status_code != 200:
                raise ServiceUnavailable(
                    f"Prefect kennt die Bereitstellung {flow_name}/{slug} noch nicht; der Lauf wartet."
                )
            self._deployments[flow] = str(answer.json()["id"])
        return self._deployments[flow]

    def mark_crashed(self, flow_run_id: str, message: str) -> None:
        """Force a run that died to Crashed; unknown runs are nobody's loss (Prefect's database may be new)."""
        self._call(
            "POST",
            f"/flow_runs/{flow_run_id}/set_state",
            json={"state": {"type": "CRASHED", "name": "Crashed", "message": message}, "force": True},
        )

    def close(self) -> None:
        self._client.close()
