package dev.colophon.embedding.quality;

import dev.colophon.embedding.quality.QualityStore.Kept;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the last check found, as every instance tells it: {@link QualityMeter}. */
@Component
class QualityMetrics {

    private final MultiGauge score;
    private final MultiGauge vectors;
    private final MultiGauge defects;
    private final MultiGauge agreement;
    private final MultiGauge age;

    QualityMetrics(MeterRegistry meters) {
        score = QualityMeter.SCORE.gauges(meters);
        vectors = QualityMeter.VECTORS.gauges(meters);
        defects = QualityMeter.DEFECTS.gauges(meters);
        agreement = QualityMeter.AGREEMENT.gauges(meters);
        age = QualityMeter.AGE.gauges(meters);
    }

    void found(List<Kept> kept) {
        List<Row<?>> scores = new ArrayList<>();
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> wrong = new ArrayList<>();
        List<Row<?>> agreements = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        for (Kept one : kept) {
            ModelState state = one.state();
            Tags model = Tags.of("model", state.model());
            scores.add(Row.of(model, state.lowestScore()));
            counts.add(Row.of(model, state.vectors()));
            ages.add(Row.of(model, one.age()));
            wrong.add(Row.of(model.and("defect", "zero"), state.zero()));
            wrong.add(Row.of(model.and("defect", "not_finite"), state.notFinite()));
            wrong.add(Row.of(model.and("defect", "other_dimensions"), state.otherDimensions()));
            wrong.add(Row.of(model.and("defect", "vector_of_another_text"), state.equalVectors()));
            Double cosine = state.lowestCosine();
            if (cosine != null) {
                agreements.add(Row.of(model, cosine));
            }
        }
        score.register(scores, true);
        vectors.register(counts, true);
        defects.register(wrong, true);
        agreement.register(agreements, true);
        age.register(ages, true);
    }
}
