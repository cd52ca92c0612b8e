package dev.colophon.etl.extract;

import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.parser.EmptyParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig;

/** What parsers are told to leave alone: macros, scripts, images, attachments, recognition of scanned text. */
final class Limits {

    private static final long PDF_MEMORY = 64L << 20;

    private Limits() {}

    static ParseContext context(Embedded embedded) {
        ParseContext context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, embedded);
        context.set(Parser.class, EmptyParser.INSTANCE);
        context.set(OfficeParserConfig.class, office());
        context.set(PDFParserConfig.class, pdf());
        return context;
    }

    private static OfficeParserConfig office() {
        OfficeParserConfig office = new OfficeParserConfig();
        office.setExtractMacros(false);
        office.setIncludeHeadersAndFooters(false);
        office.setIncludeDeletedContent(false);
        office.setIncludeMoveFromContent(false);
        office.setIncludeSlideMasterContent(false);
        office.setUseSAXDocxExtractor(true); // in memory that does not grow with the document
        office.setUseSAXPptxExtractor(true);
        return office;
    }

    private static PDFParserConfig pdf() {
        PDFParserConfig pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractInlineImages(false);
        pdf.setExtractBookmarksText(false);
        pdf.setExtractActions(false);
        pdf.setParseIncrementalUpdates(false);
        pdf.setMaxMainMemoryBytes(PDF_MEMORY);
        return pdf;
    }
}
