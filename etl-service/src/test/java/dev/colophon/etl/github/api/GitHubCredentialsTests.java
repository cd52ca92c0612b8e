package dev.colophon.etl.github.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.web.problem.ProblemException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class GitHubCredentialsTests {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void takesATokenOrNobody() throws Exception {
        GitHubCredentials token = GitHubCredentials.of(checked("{\"token\":\" ghp_abc \",\"webhook_secret\":\"s\"}"));

        assertThat(token.token()).isEqualTo("ghp_abc");
        assertThat(token.webhookSecret()).isEqualTo("s");
        assertThat(token).asString().doesNotContain("ghp_abc");
        assertThat(GitHubCredentials.of(GitHubCredentials.checked(null)).token())
                .isNull();
    }

    @Test
    void takesKeysAsGitHubGivesThemAndAsOthersKeepThem() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        // what PKCS #8 wraps begins behind its 26 bytes of headers
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

        RSAPrivateKey one = RsaPrivateKeys.read(pem("RSA PRIVATE KEY", pkcs1)).orElseThrow();
        RSAPrivateKey other = RsaPrivateKeys.read(pem("PRIVATE KEY", pkcs8)).orElseThrow();
        RSAPrivateKey inOneLine = RsaPrivateKeys.read(
                        pem("RSA PRIVATE KEY", pkcs1).replace("\n", "\\n"))
                .orElseThrow();

        assertThat(one).isEqualTo(pair.getPrivate()).isEqualTo(other).isEqualTo(inOneLine);
        assertThat(RsaPrivateKeys.read(pem("PRIVATE KEY", pkcs1))).isEmpty();
        assertThat(RsaPrivateKeys.read("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"))
                .isEmpty();
        assertThat(RsaPrivateKeys.read("no key")).isEmpty();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        refused("{\"token\":\"a b\"}", "credentials.token");
        refused("{\"tokens\":\"ab\"}", "credentials.tokens");
        refused("{\"token\":\"ab\",\"app_id\":1}", "credentials.token");
        refused("{\"app_id\":1,\"private_key\":\"k\"}", "credentials.installation_id");
        refused("{\"app_id\":1,\"installation_id\":\"x\",\"private_key\":\"k\"}", "credentials.installation_id");
        refused("{\"app_id\":1,\"installation_id\":2,\"private_key\":\"k\"}", "credentials.private_key");
    }

    private static void refused(String json, String field) {
        assertThatThrownBy(() -> checked(json)).isInstanceOfSatisfying(ProblemException.class, refusal -> assertThat(
                        refusal.problem().errors())
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo(field)));
    }

    private static JsonNode checked(String json) throws Exception {
        return GitHubCredentials.checked(JSON.readTree(json));
    }

    private static String pem(String name, byte[] der) {
        String content = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + name + "-----\n" + content + "\n-----END " + name + "-----\n";
    }
}
