package dev.colophon.web.security;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Mono;

/** Lets a caller through who is known and has the role that the controller method asks for by {@link RequiresRole}. */
final class RoleAuthorization implements ReactiveAuthorizationManager<AuthorizationContext> {

    /** What services ask of one another; the gateway has no route to it. */
    private static final String INTERNAL = "/internal/";

    /** Looked up once: asking the container costs more than all else that is decided here. */
    private final SingletonSupplier<RequestMappingHandlerMapping> mapping;

    private final Map<Method, Set<Role>> required = new ConcurrentHashMap<>();

    RoleAuthorization(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mapping =
                SingletonSupplier.ofNullable(() -> mappings.stream().findFirst().orElse(null));
    }

    @Override
    @Deprecated
    public Mono<AuthorizationDecision> check(Mono<Authentication> authentication, AuthorizationContext context) {
        return authorize(authentication, context).cast(AuthorizationDecision.class);
    }

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
        boolean internal = context.getExchange().getRequest().getPath().value().startsWith(INTERNAL);
        return authentication
                .ofType(CallerAuthentication.class)
                .map(CallerAuthentication::caller)
                .filter(caller -> caller.isService() == internal)
                .flatMap(caller -> handler(context)
                        .doOnNext(handler -> demand(caller, handler))
                        .thenReturn(caller))
                .<AuthorizationResult>map(caller -> new AuthorizationDecision(true))
                .defaultIfEmpty(new AuthorizationDecision(false));
    }

    /** Empty where no controller answers; that, or a wrong method or type, is said later and by others. */
    private Mono<HandlerMethod> handler(AuthorizationContext context) {
        return Mono.justOrEmpty(mapping.get())
                .flatMap(known -> known.getHandler(context.getExchange()))
                .ofType(HandlerMethod.class)
                .onErrorResume(error -> Mono.empty());
    }

    private void demand(Caller caller, HandlerMethod handler) {
        Set<Role> enough = required.computeIfAbsent(handler.getMethod(), unseen -> required(handler));
        if (!enough.isEmpty() && enough.stream().noneMatch(caller::has)) {
            String roles = enough.stream().map(Role::wireName).collect(Collectors.joining(" or "));
            throw new AccessDeniedException("This needs the role " + roles);
        }
    }

    /** Any of these is enough; none where every caller may call. */
    private static Set<Role> required(HandlerMethod handler) {
        RequiresRole found = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequiresRole.class);
        if (found == null) {
            found = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RequiresRole.class);
        }
        Set<Role> roles = new LinkedHashSet<>();
        if (found != null) {
            Collections.addAll(roles, found.value());
        }
        return roles;
    }
}
