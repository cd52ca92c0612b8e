package dev.colophon.web.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** The last stop of every error: the client gets a problem, the log gets the cause. */
@Order(ProblemExceptionHandler.ORDER)
public final class ProblemExceptionHandler implements WebExceptionHandler, Ordered {

    /** Before Spring Boot's own handler. */
    static final int ORDER = -10;

    private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);

    private final ProblemMapper mapper;
    private final ProblemWriter writer;

    public ProblemExceptionHandler(ProblemMapper mapper, ProblemWriter writer) {
        this.mapper = mapper;
        this.writer = writer;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        Problem problem = mapper.problemFor(error);
        report(exchange, problem, error);
        return writer.write(exchange, problem);
    }

    private static void report(ServerWebExchange exchange, Problem problem, Throwable error) {
        String method = exchange.getRequest().getMethod().name();
        String path = exchange.getRequest().getPath().value();
        int status = problem.status().value();
        if (status == 500) {
            log.error("{} {} failed, trace {}", method, path, ProblemWriter.traceId(exchange), error);
        } else if (status > 500 && !(error instanceof ProblemException)) {
            log.warn("{} {} answered {}: {}", method, path, status, String.valueOf(error));
        } else {
            log.debug("{} {} answered {}: {}", method, path, status, problem.detail());
        }
    }
}
