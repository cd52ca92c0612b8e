package dev.colophon.ops;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;

/** Gives every service that consumes events its interface for operators, below {@code /api/v1/ops/<schema>}. */
@AutoConfiguration(
        afterName = {"dev.colophon.messaging.MessagingAutoConfiguration", "dev.colophon.web.WebAutoConfiguration"})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public class OpsAutoConfiguration {}
