package dev.colophon.web.security;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Mono;

/** Lets a caller through who is known and has the role that the controller method asks for by {@link RequiresRole}. */
final class RoleAuthorization implements ReactiveAuthorizationManager<AuthorizationContext> {

    /** What services ask of one another; the gateway has no route to it. */
    private static final String INTERNAL = "/internal/";

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    RoleAuthorization(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
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
        return Mono.justOrEmpty(mappings.stream().findFirst())
                .flatMap(mapping -> mapping.getHandler(context.getExchange()))
                .ofType(HandlerMethod.class)
                .onErrorResume(error -> Mono.empty());
    }

    private static void demand(Caller caller, HandlerMethod handler) {
        RequiresRole required = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequiresRole.class);
        if (required == null) {
            required = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RequiresRole.class);
        }
        if (required != null && Arrays.stream(required.value()).noneMatch(caller::has)) {
            String roles = Arrays.stream(required.value()).map(Role::wireName).collect(Collectors.joining(" or "));
            throw new AccessDeniedException("This needs the role " + roles);
        }
    }
}
