package dev.colophon.embedding.search;

import dev.colophon.embedding.tag.ProjectTags;
import dev.colophon.embedding.vector.SearchScope;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where a question is to be looked for. Tags are projects by the time the index is asked. */
@Component
class QuestionScope {

    private final ProjectTags tags;

    QuestionScope(ProjectTags tags) {
        this.tags = tags;
    }

    /** Empty where no project can have an answer. Belongs into a transaction of the client. */
    Mono<SearchScope> of(UUID clientId, String model, SearchRequest request) {
        SearchScope scope = SearchScope.of(clientId, model)
                .in(request.projectId(), request.kindNames())
                .between(request.from(), request.to());
        Set<String> wanted = request.tagNames();
        return wanted.isEmpty()
                ? Mono.just(scope)
                : tags.projectsWith(clientId, wanted)
                        .filter(projects -> request.projectId() == null
                                ? !projects.isEmpty()
                                : projects.contains(request.projectId()))
                        .map(projects -> request.projectId() == null ? scope.amongProjects(projects) : scope);
    }
}
