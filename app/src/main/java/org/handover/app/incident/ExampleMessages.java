package org.handover.app.incident;

/** What the tools send, for the description of the interface. */
final class ExampleMessages {

    static final String PAGERDUTY =
            """
            {"event": {"id": "01EXAMPLE", "event_type": "incident.triggered", "resource_type": "incident",
             "occurred_at": "2026-11-23T03:00:00Z", "data": {"id": "Q1", "type": "incident", "status": "triggered",
             "html_url": "https://contoso.pagerduty.com/incidents/Q1", "title": "SSO01 does not answer",
             "service": {"id": "P1", "summary": "Single sign-on CONTOSO"}}}}""";

    static final String ALERTMANAGER =
            """
            {"version": "4", "status": "firing", "receiver": "handover", "groupKey": "{}:{alertname='MasterSecretServerDown'}",
             "externalURL": "http://alertmanager.contoso.example:9093", "alerts": [{"status": "firing",
             "labels": {"alertname": "MasterSecretServerDown", "sso_system": "CONTOSO"},
             "annotations": {"summary": "SSO01 does not answer"}, "startsAt": "2026-11-23T03:00:00Z",
             "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "", "fingerprint": "7b7b2e0c3d4f5a66"}]}""";

    static final String GENERIC =
            """
            {"source": "servicenow", "id": "INC0012345", "status": "open", "title": "SSO01 does not answer",
             "url": "https://contoso.service-now.com/incident.do?sys_id=1", "labels": {"sso_system": "CONTOSO"}}""";

    private ExampleMessages() {}
}
