package dev.colophon.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.colophon.events", importOptions = ImportOption.DoNotIncludeTests.class)
class EventsArchitectureTests {

    @ArchTest
    static final ArchRule KNOWS_NO_SPRING = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "reactor..", "io.r2dbc..");

    @ArchTest
    static final ArchRule STANDS_ON_NOTHING_ELSE_OF_OURS = classes()
            .that()
            .resideInAPackage("dev.colophon.events..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.colophon.events..",
                    "java..",
                    "com.fasterxml..",
                    "org.apache.kafka.common.header..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule PAYLOADS_ARE_RECORDS = classes()
            .that()
            .areAnnotatedWith(EventType.class)
            .should()
            .beRecords()
            .andShould()
            .implement(EventPayload.class);

    @ArchTest
    static final ArchRule FEATURES_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("dev.colophon.events.(*)..").should().notDependOnEachOther();
}
