package dev.colophon.web.process;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Watches the parent where {@code colophon.parent-pid} names one, and says early that the process lives. */
@Configuration(proxyBeanMethods = false)
public class ParentWatchConfiguration {

    @Bean
    ParentWatch parentWatch(ConfigurableApplicationContext context) {
        Long parent = context.getEnvironment().getProperty("colophon.parent-pid", Long.class);
        return new ParentWatch(parent, () -> System.exit(SpringApplication.exit(context)));
    }

    @Bean
    EarlyLiveness earlyLiveness() {
        return new EarlyLiveness();
    }
}
