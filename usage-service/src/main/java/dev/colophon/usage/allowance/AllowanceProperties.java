package dev.colophon.usage.allowance;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long money stays set aside.
 *
 * @param allowanceIdle after how long without an attempt or a change what is left of an allowance is given back
 * @param allowanceInterval how often that is looked for, and open allowances are counted for a day that has begun
 */
@Validated
@ConfigurationProperties("colophon.budget")
record AllowanceProperties(
        @NotNull @DefaultValue("7d") Duration allowanceIdle,
        @NotNull @DefaultValue("1m") Duration allowanceInterval) {}
