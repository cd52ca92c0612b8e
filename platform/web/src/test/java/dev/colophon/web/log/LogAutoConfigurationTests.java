package dev.colophon.web.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.Test;

class LogAutoConfigurationTests {

    @Test
    void carriesIntoThreadsOnlyWhatIsReadThere() {
        ContextRegistry registry = new ContextRegistry().loadThreadLocalAccessors();
        assertThat(registry.getThreadLocalAccessors())
                .as("what the class path brings")
                .anyMatch(LogAutoConfigurationTests::isSecuritys);

        LogAutoConfiguration.prepare(registry);

        assertThat(registry.getThreadLocalAccessors())
                .noneMatch(LogAutoConfigurationTests::isSecuritys)
                .hasAtLeastOneElementOfType(NestedObservationAccessor.class);
    }

    private static boolean isSecuritys(ThreadLocalAccessor<?> accessor) {
        return accessor.getClass().getPackageName().startsWith("org.springframework.security");
    }
}
