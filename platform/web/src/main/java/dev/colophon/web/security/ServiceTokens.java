package dev.colophon.web.security;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/**
 * Issues the tokens by which a service asks another on behalf of a client: they open {@code /internal/**} and nothing
 * else, and carry no role. The key that signs them is not the gateway's: its id begins with {@value #KEY_PREFIX}, and
 * what it signs counts only under {@value #ISSUER}.
 */
public final class ServiceTokens {

    public static final String ISSUER = "colophon-services";

    /** What the id of every service key begins with, and that of no gateway key. */
    public static final String KEY_PREFIX = "service-";

    /** What the subject of every service begins with, and that of no caller from outside. */
    static final String SUBJECT_PREFIX = "service:";

    private final InternalTokens tokens;
    private final String subject;

    /**
     * @param service the name of the service that asks
     * @param serviceKey private EC key on P-256 whose id begins with {@value #KEY_PREFIX}
     */
    public ServiceTokens(String service, ECKey serviceKey, Clock clock) {
        if (serviceKey.getKeyID() == null || !serviceKey.getKeyID().startsWith(KEY_PREFIX)) {
            throw new IllegalArgumentException("the id of a service key begins with " + KEY_PREFIX);
        }
        this.tokens = new InternalTokens(serviceKey, clock, ISSUER);
        this.subject = SUBJECT_PREFIX + service;
    }

    /** A token for work that belongs to {@code clientId}, in the compact form that follows {@code Bearer}. */
    public String issue(UUID clientId) {
        return tokens.issue(new Caller(clientId, subject, Set.of()));
    }
}
