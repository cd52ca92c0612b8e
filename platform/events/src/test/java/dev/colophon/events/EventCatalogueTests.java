package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.colophon.events.project.ProjectCreated;
import org.junit.jupiter.api.Test;

class EventCatalogueTests {

    private record Unlisted(ClientId clientId) implements EventPayload {
        @Override
        public String key() {
            return "";
        }
    }

    @Test
    void listsEveryPayloadThereIs() {
        assertThat(new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("dev.colophon.events")
                                .stream()
                                .filter(type -> type.isAssignableTo(EventPayload.class) && !type.isInterface())
                                .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(
                        EventCatalogue.payloads().stream().map(Class::getName).toList());
    }

    @Test
    void namesEveryTypeWithItsVersion() {
        assertThat(EventCatalogue.payloads()).allSatisfy(payload -> assertThat(EventCatalogue.typeOf(payload))
                .matches("dev\\.colophon(\\.[a-z][a-z-]*)+\\.v[1-9][0-9]*"));
    }

    @Test
    void findsAPayloadByItsTypeAndNothingForATypeOfTheFuture() {
        assertThat(EventCatalogue.payloadFor("dev.colophon.project.created.v1")).contains(ProjectCreated.class);
        assertThat(EventCatalogue.payloadFor("dev.colophon.project.created.v2")).isEmpty();
    }

    @Test
    void refusesAClassThatIsNoEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventCatalogue.typeOf(Unlisted.class))
                .withMessageContaining("carries no @EventType");
    }
}
