package dev.colophon.etl.jira;

import dev.colophon.etl.connector.RemoteHttp;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sources of type {@code jira}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JiraProperties.class)
class JiraConfiguration {

    @Bean
    Jiras jiras(RemoteHttp http, AppTokens apps, JiraProperties settings, Clock clock) {
        return new Jiras(http, apps, settings, clock, pause -> Thread.sleep(pause.toMillis()));
    }
}
