package org.handover.sso;

import com.ctc.wstx.stax.WstxOutputFactory;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlRootElement;
import com.fasterxml.jackson.dataformat.xml.util.DefaultXmlPrettyPrinter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The update file as Jackson sees it (docs/entsso.md 4.1). */
final class UpdateFileBinding {
    private static final XmlMapper MAPPER = XmlMapper.builder(
                    new XmlFactory(StrictXml.inputFactory(), new WstxOutputFactory()))
            .build();

    private UpdateFileBinding() {}

    /** UTF-8 without a byte order mark, lines ending in CR LF as Windows editors show them. */
    static byte[] write(SsoServerName secretServer) {
        Sso sso = new Sso(new GlobalInfoElement(null, null, secretServer.value(), null, null, null, null, null));
        try {
            String text = MAPPER.writer(new DefaultXmlPrettyPrinter().withCustomNewLine("\r\n"))
                    .writeValueAsString(sso);
            return (text.stripTrailing() + "\r\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The update file could not be written.", e);
        }
    }

    static Sso read(String xml) throws JsonProcessingException {
        return MAPPER.readValue(xml, Sso.class);
    }

    @JacksonXmlRootElement(localName = "sso")
    record Sso(@JsonProperty(value = "globalInfo", required = true) GlobalInfoElement globalInfo) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GlobalInfoElement(
            @JsonProperty("ssoAdminAccount") @Nullable String ssoAdminAccount,
            @JsonProperty("ssoAffiliateAdminAccount") @Nullable String ssoAffiliateAdminAccount,
            @JsonProperty("secretServer") @Nullable String secretServer,
            @JsonProperty("auditDeletedApps") @Nullable String auditDeletedApps,
            @JsonProperty("auditDeletedMappings") @Nullable String auditDeletedMappings,
            @JsonProperty("auditCredentialLookups") @Nullable String auditCredentialLookups,
            @JsonProperty("ticketTimeout") @Nullable String ticketTimeout,
            @JsonProperty("credCacheTimeout") @Nullable String credCacheTimeout) {}
}
