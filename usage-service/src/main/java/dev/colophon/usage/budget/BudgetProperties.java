package dev.colophon.usage.budget;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How attempts are admitted.
 *
 * @param lease how long a reservation waits for its attempt to be told of before it counts as unconfirmed
 * @param expiryInterval how often expired leases are looked for
 * @param defaultOutputTokens what an answer is reserved for where nothing limits it and none was seen yet
 * @param leastOutputTokens what an answer is reserved for at least, however short those seen were
 * @param concurrentAdmissions how many admissions of one client an instance has under way at once; more wait in line
 *     without a connection, so that other clients find one
 * @param waitingAdmissions how many admissions of one client may wait in line; more are answered 503
 */
@Validated
@ConfigurationProperties("colophon.budget")
record BudgetProperties(
        @NotNull @DefaultValue("5m") Duration lease,
        @NotNull @DefaultValue("5s") Duration expiryInterval,
        @Min(1) @DefaultValue("1024") long defaultOutputTokens,
        @Min(1) @DefaultValue("256") long leastOutputTokens,
        @Min(1) @DefaultValue("2") int concurrentAdmissions,
        @Min(1) @DefaultValue("2000") int waitingAdmissions) {}
