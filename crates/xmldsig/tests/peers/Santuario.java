// Apache Santuario as the other side: signs, verifies, and measures how fast it verifies.
//
//   java -cp xmlsec.jar:... Santuario.java sign STORE PASSWORD FOLDER COUNT TRANSFORM...   (0.in to 0.out and so on)
//   java -cp xmlsec.jar:... Santuario.java verify FILE...          (prints "valid" or "invalid" for each)
//   java -cp xmlsec.jar:... Santuario.java bench FILE SECONDS      (prints seconds per verification)

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.apache.xml.security.utils.XMLUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class Santuario {
    public static void main(String[] args) throws Exception {
        Init.init();
        switch (args[0]) {
            case "sign":
                sign(args);
                break;
            case "verify":
                for (int i = 1; i < args.length; i++) {
                    System.out.println(verify(Files.readAllBytes(Paths.get(args[i]))) ? "valid" : "invalid");
                }
                break;
            case "bench":
                bench(Files.readAllBytes(Paths.get(args[1])), Double.parseDouble(args[2]));
                break;
            default:
                throw new IllegalArgumentException(args[0]);
        }
    }

    static Document parse(byte[] octets) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(octets));
    }

    static void sign(String[] args) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = args[2].toCharArray();
        try (FileInputStream in = new FileInputStream(args[1])) {
            store.load(in, password);
        }
        String alias = store.aliases().nextElement();
        PrivateKey key = (PrivateKey) store.getKey(alias, password);
        X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
        List<String> transforms = Arrays.asList(args).subList(5, args.length);
        for (int i = 0; i < Integer.parseInt(args[4]); i++) {
            String name = args[3] + "/" + i;
            signOne(key, certificate, name + ".in", name + ".out", transforms);
        }
    }

    static void signOne(PrivateKey key, X509Certificate certificate, String in, String out, List<String> names)
            throws Exception {
        Document document = parse(Files.readAllBytes(Paths.get(in)));
        String rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
        XMLSignature signature = new XMLSignature(document, "", rsa, Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS);
        document.getDocumentElement().appendChild(signature.getElement());
        Transforms transforms = new Transforms(document);
        for (String name : names) {
            transforms.addTransform(name);
        }
        signature.addDocument("", transforms, "http://www.w3.org/2001/04/xmlenc#sha256");
        signature.addKeyInfo(certificate);
        signature.sign(key);
        try (FileOutputStream target = new FileOutputStream(out)) {
            XMLUtils.outputDOM(document, target, true);
        }
    }

    static boolean verify(byte[] octets) {
        try {
            Element root = parse(octets).getDocumentElement();
            Node last = root.getLastChild();
            XMLSignature signature = new XMLSignature((Element) last, "", true);
            X509Certificate certificate = signature.getKeyInfo().getX509Certificate();
            return certificate != null && signature.checkSignatureValue(certificate);
        } catch (Exception error) {
            return false;
        }
    }

    // The best of many calls, after the compiler has warmed up.
    static void bench(byte[] octets, double seconds) {
        double best = Double.MAX_VALUE;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            if (!verify(octets)) {
                throw new IllegalStateException("invalid");
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        System.out.println(best);
    }
}
