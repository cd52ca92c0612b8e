package dev.colophon.messaging.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Splits the cap of a replay between clients by what each may cost at worst; the shares add up to the cap. */
final class CapShares {

    private static final int SCALE = 10;

    private CapShares() {}

    static Map<UUID, BigDecimal> of(BigDecimal cap, Map<UUID, BigDecimal> worst) {
        BigDecimal total = worst.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<UUID, BigDecimal> shares = new LinkedHashMap<>();
        BigDecimal left = cap;
        int clients = worst.size();
        for (Map.Entry<UUID, BigDecimal> client : worst.entrySet()) {
            BigDecimal share = --clients == 0 ? left : share(cap, client.getValue(), total, worst.size());
            shares.put(client.getKey(), share);
            left = left.subtract(share);
        }
        return shares;
    }

    /** Where nothing has a price all get the same. */
    private static BigDecimal share(BigDecimal cap, BigDecimal worst, BigDecimal total, int clients) {
        return total.signum() == 0
                ? cap.divide(BigDecimal.valueOf(clients), SCALE, RoundingMode.DOWN)
                : cap.multiply(worst).divide(total, SCALE, RoundingMode.DOWN);
    }
}
