package dev.colophon.gateway.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often one may call, per instance of the gateway.
 *
 * @param key calls of one API key
 * @param stranger calls of one remote address without valid credentials
 */
@ConfigurationProperties("colophon.gateway.limit")
record LimitProperties(@DefaultValue Key key, @DefaultValue Stranger stranger) {

    /** A steady rate and how much may come at once. */
    interface Rate {
        double perSecond();

        int burst();
    }

    /**
     * @param perSecond steady rate
     * @param burst how many calls may come at once
     */
    record Key(
            @DefaultValue("100") double perSecond,
            @DefaultValue("200") int burst) implements Rate {}

    /**
     * @param perSecond steady rate
     * @param burst how many calls may come at once
     */
    record Stranger(
            @DefaultValue("5") double perSecond,
            @DefaultValue("50") int burst) implements Rate {}
}
