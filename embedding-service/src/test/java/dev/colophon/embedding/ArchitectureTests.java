package dev.colophon.embedding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.colophon.testing.HandWritten;

@AnalyzeClasses(
        packages = "dev.colophon",
        importOptions = {ImportOption.DoNotIncludeTests.class, HandWritten.class})
class ArchitectureTests {

    @ArchTest
    static final ArchRule knowsNoOtherService = noClasses()
            .that()
            .resideInAPackage("dev.colophon.embedding..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.colophon.gateway..", "dev.colophon.metadata..", "dev.colophon.etl..", "dev.colophon.usage..");

    @ArchTest
    static final ArchRule featuresFormNoCircle =
            slices().matching("dev.colophon.embedding.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheIndexKnowsLucene = noClasses()
            .that()
            .resideInAPackage("dev.colophon.embedding..")
            .and()
            .resideOutsideOfPackage("dev.colophon.embedding.vector..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.lucene..");

    @ArchTest
    static final ArchRule onlyListenersTouchKafka = noClasses()
            .that()
            .resideInAPackage("dev.colophon.embedding..")
            .and()
            .haveSimpleNameNotEndingWith("Listener")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule rulesArePlainJava = classes()
            .that()
            .resideInAPackage("dev.colophon.embedding..")
            .and()
            .haveNameMatching(
                    ".*\\.(Chunker|Chunk(Limits|Draft|Changes)|Units?|Blocks?|Context|Passage|BatchEmbedding"
                            + "|BatchSize|Ranking|Depth|Words|Snippets|Centroid|NearPair|SharedTerms|Reasons|VectorTally|Figures)")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.colophon.embedding..", "dev.colophon.events..", "org.jspecify..");
}
