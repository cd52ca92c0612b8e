package dev.colophon.web.process;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Watches the parent where {@code colophon.parent-pid} names one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("colophon.parent-pid")
public class ParentWatchConfiguration {

    @Bean
    ParentWatch parentWatch(ConfigurableApplicationContext context) {
        long pid = context.getEnvironment().getRequiredProperty("colophon.parent-pid", Long.class);
        return new ParentWatch(pid, () -> System.exit(SpringApplication.exit(context)));
    }
}
