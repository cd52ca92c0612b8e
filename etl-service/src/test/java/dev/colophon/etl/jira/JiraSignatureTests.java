package dev.colophon.etl.jira;

import static dev.colophon.etl.webhook.WebhookReader.Verdict.ACCEPTED;
import static dev.colophon.etl.webhook.WebhookReader.Verdict.MISSING_SIGNATURE;
import static dev.colophon.etl.webhook.WebhookReader.Verdict.WRONG_SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.etl.webhook.WebhookReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class JiraSignatureTests {

    private static final String SECRET = "a secret of a webhook";
    private static final byte[] BODY = "{\"b\": 1,  \"a\":\"é\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void acceptsTheBytesThatWereSigned() throws Exception {
        assertThat(JiraSignature.verify(Map.of("x-hub-signature", signature(BODY)), BODY, SECRET))
                .isEqualTo(ACCEPTED);
        assertThat(JiraSignature.verify(
                        Map.of(
                                "x-hub-signature",
                                signature(BODY)
                                        .toUpperCase(java.util.Locale.ROOT)
                                        .replace("SHA256", "sha256")),
                        BODY,
                        SECRET))
                .isEqualTo(ACCEPTED);
    }

    @Test
    void refusesABodyThatWasWrittenAgain() throws Exception {
        ObjectMapper json = new ObjectMapper();
        byte[] again = json.writeValueAsBytes(json.readTree(BODY));

        assertThat(JiraSignature.verify(Map.of("x-hub-signature", signature(BODY)), again, SECRET))
                .isEqualTo(WRONG_SIGNATURE);
    }

    @Test
    void refusesWrongTruncatedAndForeignSignatures() throws Exception {
        String signature = signature(BODY);
        for (String wrong : new String[] {
            "",
            "sha256=",
            "sha256=zz",
            signature.substring(0, 40),
            signature + "00",
            signature.replace("sha256", "sha1"),
            "sha256=" + "0".repeat(64),
            signature.substring(7)
        }) {
            assertThat(JiraSignature.verify(Map.of("x-hub-signature", wrong, "x-webhook-secret", SECRET), BODY, SECRET))
                    .as(wrong)
                    .isEqualTo(WRONG_SIGNATURE);
        }
    }

    @Test
    void takesTheSecretItselfWhereNothingIsSigned() {
        assertThat(JiraSignature.verify(Map.of(), BODY, SECRET)).isEqualTo(MISSING_SIGNATURE);
        assertThat(JiraSignature.verify(Map.of("x-webhook-secret", SECRET), BODY, SECRET))
                .isEqualTo(ACCEPTED);
        assertThat(JiraSignature.verify(Map.of(WebhookReader.SECRET_IN_ADDRESS, SECRET), BODY, SECRET))
                .isEqualTo(ACCEPTED);
        assertThat(JiraSignature.verify(Map.of("x-webhook-secret", "another"), BODY, SECRET))
                .isEqualTo(WRONG_SIGNATURE);
    }

    private static String signature(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }
}
