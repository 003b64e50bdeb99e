import java.io.File;
import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files against a flavour of PDF/A: {@code VeraCheck 2b FILE ...}. A line for each file,
 * then the clauses that it breaks.
 */
public class VeraCheck {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[0]);
        for (int at = 1; at < args.length; at++) {
            try (FileInputStream in = new FileInputStream(new File(args[at]));
                    PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
                ValidationResult result = validator.validate(parser);
                // One line that the tests read.
                System.out.println((result.isCompliant() ? "compliant " : "refused ") + args[at]);
                result.getTestAssertions().stream()
                        .filter(one -> one.getStatus() == TestAssertion.Status.FAILED)
                        .map(one -> "  " + one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber())
                        .distinct().forEach(System.out::println);
            }
        }
    }
}
