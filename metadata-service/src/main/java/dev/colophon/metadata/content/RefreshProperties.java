package dev.colophon.metadata.content;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When items lead to new metadata ({@code colophon.metadata.refresh.*}).
 *
 * @param quiet items that come closer together than this are one change
 * @param patience while items keep coming, they are looked at this often
 * @param share of the items that metadata was generated from; so many changes are enough
 * @param count so many changes are enough for any project
 */
@ConfigurationProperties("colophon.metadata.refresh")
public record RefreshProperties(
        @DefaultValue("2s") Duration quiet,
        @DefaultValue("5s") Duration patience,
        @DefaultValue("0.2") double share,
        @DefaultValue("50") int count) {}
