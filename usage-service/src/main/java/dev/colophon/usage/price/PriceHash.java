package dev.colophon.usage.price;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells two lists apart by what they charge: SHA-256 over the prices in a fixed order, each on a line. */
final class PriceHash {

    private static final int DECIMALS = 10;

    private PriceHash() {}

    /** In hex. The order of the list does not matter, nor where its prices come from. */
    static String of(List<Price> prices) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            prices.stream()
                    .map(PriceHash::line)
                    .sorted()
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(Price price) {
        return String.join(
                "\t",
                price.provenance().origin().name(),
                price.provider(),
                price.model(),
                price.effectiveFrom().toString(),
                amount(price.input()),
                amount(price.cachedInput()),
                amount(price.output()) + "\n");
    }

    private static String amount(@Nullable BigDecimal amount) {
        return amount == null ? "-" : amount.setScale(DECIMALS).toPlainString();
    }
}
