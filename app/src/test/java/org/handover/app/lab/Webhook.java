package org.handover.app.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Reports incidents as the tools do. */
public final class Webhook {

    public static final String SECRET = HandoverOnLabTest.WEBHOOK_SECRET;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Drive drive;

    public Webhook(Drive drive) {
        this.drive = drive;
    }

    /** Its service is named after the estate that it is about. */
    public Drive.Reply pagerDuty(String estate, String id, String event, String status, Instant at) {
        String body = write(Map.of(
                "event",
                Map.of(
                        "id",
                        "01" + id,
                        "event_type",
                        event,
                        "resource_type",
                        "incident",
                        "occurred_at",
                        at.toString(),
                        "data",
                        Map.of(
                                "id",
                                id,
                                "type",
                                "incident",
                                "html_url",
                                "https://contoso.pagerduty.com/incidents/" + id,
                                "status",
                                status,
                                "title",
                                "SSO01 does not answer",
                                "service",
                                Map.of("id", "P1", "summary", estate)))));
        return drive.call(
                null, "POST", "/api/incidents/pagerduty", body, "X-PagerDuty-Signature", "v1=" + signature(body));
    }

    public Drive.Reply alertmanager(String token, String estate, String fingerprint) {
        return drive.call(
                null,
                "POST",
                "/api/incidents/alertmanager",
                Map.of(
                        "version",
                        "4",
                        "groupKey",
                        "{}:{}",
                        "status",
                        "firing",
                        "receiver",
                        "handover",
                        "externalURL",
                        "http://alertmanager.contoso.example:9093",
                        "alerts",
                        List.of(Map.of(
                                "status",
                                "firing",
                                "labels",
                                Map.of(
                                        "alertname",
                                        "MasterSecretServerDown",
                                        "estate",
                                        estate,
                                        "sso_system",
                                        "CONTOSO"),
                                "annotations",
                                Map.of("summary", "SSO01 does not answer"),
                                "startsAt",
                                "2026-11-23T02:58:31.123Z",
                                "endsAt",
                                "0001-01-01T00:00:00Z",
                                "generatorURL",
                                "",
                                "fingerprint",
                                fingerprint))),
                "Authorization",
                "Bearer " + token);
    }

    public static Map<String, Object> incident(String id, String status, Map<String, String> labels) {
        return Map.of(
                "source",
                "servicenow",
                "id",
                id,
                "status",
                status,
                "title",
                "SSO01 does not answer",
                "url",
                "https://contoso.service-now.com/incident.do?sys_id=" + id,
                "labels",
                labels);
    }

    public Drive.Reply generic(Map<String, Object> incident, Instant at) {
        return generic(write(incident), at, null);
    }

    /** @param signature the right one where it is null */
    public Drive.Reply generic(String body, Instant at, String signature) {
        String stamp = Long.toString(at.getEpochSecond());
        return drive.call(
                null,
                "POST",
                "/api/incidents/generic",
                body,
                "Handover-Timestamp",
                stamp,
                "Handover-Signature",
                signature == null ? "v1=" + signature(stamp + "." + body) : signature);
    }

    static String write(Map<String, Object> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
