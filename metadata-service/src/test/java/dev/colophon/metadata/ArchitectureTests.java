package dev.colophon.metadata;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.colophon.testing.HandWritten;
import org.springframework.kafka.annotation.KafkaListener;

@AnalyzeClasses(
        packages = "dev.colophon.metadata",
        importOptions = {ImportOption.DoNotIncludeTests.class, HandWritten.class})
class ArchitectureTests {

    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.colophon.gateway..", "dev.colophon.embedding..", "dev.colophon.etl..", "dev.colophon.usage..");

    @ArchTest
    static final ArchRule FEATURES_STAND_ON_EACH_OTHER_WITHOUT_CIRCLES =
            slices().matching("dev.colophon.metadata.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RULES_ARE_PLAIN_JAVA = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(ProjectText|EventText|CreationRequest|ItemRank|ItemExcerpt|ProjectContent|"
                            + "RefreshPolicy|GenerationState|ReplayRule|Draft|DraftCheck|DraftPrompt|Authorship|CallSums|Night)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "org.apache.kafka..",
                    "com.fasterxml.jackson..",
                    "io.r2dbc..",
                    "reactor..");

    @ArchTest
    static final ArchRule NO_MODEL_IS_ASKED_IN_A_LISTENER = noClasses()
            .that()
            .haveSimpleNameEndingWith("Listener")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.colophon.ai.model..", "dev.colophon.metadata.draft..");

    @ArchTest
    static final ArchRule LISTENERS_ARE_NAMED_SO = classes()
            .that()
            .containAnyMethodsThat(annotatedWith(KafkaListener.class))
            .should()
            .haveSimpleNameEndingWith("Listener")
            .andShould()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
