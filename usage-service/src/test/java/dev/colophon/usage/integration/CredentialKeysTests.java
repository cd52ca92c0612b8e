package dev.colophon.usage.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.persistence.secret.SecretAutoConfiguration;
import dev.colophon.web.problem.ProblemException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CredentialKeysTests {

    private static final String MISSING = "colophon.secrets.keys and colophon.secrets.active-key are not set:"
            + " credentials of integrations can be neither stored nor opened";

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SecretAutoConfiguration.class))
            .withBean(CredentialKeys.class);

    @Test
    void warnsWhereNoneAreSetAndServesTheRest(CapturedOutput output) {
        service.run(context -> {
            CredentialKeys keys = context.getBean(CredentialKeys.class);

            assertThat(keys.health().getStatus()).isEqualTo(CredentialKeys.NOT_CONFIGURED);
            assertThat(keys.health().getDetails()).containsEntry("missing", MISSING);
            assertThatThrownBy(keys::box).isInstanceOf(ProblemException.class).hasMessage(MISSING);
            assertThat(output).contains("WARN").contains(MISSING);
        });
    }

    @Test
    void sealsWithThoseThatAreSet(CapturedOutput output) {
        service.withPropertyValues(
                        "colophon.secrets.keys.first=" + Base64.getEncoder().encodeToString(new byte[32]),
                        "colophon.secrets.active-key=first")
                .run(context -> {
                    CredentialKeys keys = context.getBean(CredentialKeys.class);

                    assertThat(keys.health().getStatus()).isEqualTo(Status.UP);
                    assertThat(keys.box().activeKeyId()).isEqualTo("first");
                    assertThat(output).doesNotContain(MISSING);
                });
    }

    @Test
    void startsNotWithThoseThatAreWrong() {
        service.withPropertyValues("colophon.secrets.keys.first=AAAA", "colophon.secrets.active-key=first")
                .run(context -> assertThat(context).hasFailed());
    }
}
