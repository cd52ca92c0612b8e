package dev.colophon.usage.price;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Price lists.
 *
 * @param refresh how often to look for prices that another instance changed
 */
@ConfigurationProperties("colophon.prices")
record PriceProperties(@DefaultValue("15s") Duration refresh) {}
