package dev.colophon.usage.allowance;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Settings of allowances. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AllowanceProperties.class)
class AllowanceConfiguration {}
