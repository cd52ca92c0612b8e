package dev.colophon.web.security;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import reactor.core.publisher.Mono;

/** Reads the caller from a verified internal token. */
final class InternalTokenConverter implements Converter<Jwt, Mono<AbstractAuthenticationToken>> {

    @Override
    public Mono<AbstractAuthenticationToken> convert(Jwt token) {
        try {
            return Mono.just(new CallerAuthentication(caller(token)));
        } catch (IllegalArgumentException e) {
            return Mono.error(new InvalidBearerTokenException("the token names no valid caller", e));
        }
    }

    private static Caller caller(Jwt token) {
        List<String> names = token.getClaimAsStringList(InternalTokens.ROLES);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : names == null ? List.<String>of() : names) {
            roles.add(Role.fromWireName(name));
        }
        Caller caller =
                new Caller(UUID.fromString(required(token, InternalTokens.CLIENT_ID)), required(token, "sub"), roles);
        boolean byService = ServiceTokens.ISSUER.equals(token.getClaimAsString("iss"));
        if (caller.isService() != byService || (byService && !roles.isEmpty())) {
            throw new IllegalArgumentException("the issuer may not vouch for this subject");
        }
        return caller;
    }

    private static String required(Jwt token, String claim) {
        String value = token.getClaimAsString(claim);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("claim " + claim + " is missing");
        }
        return value;
    }
}
