package org.handover.sso;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;

/** How this project reads XML that others wrote: without a DTD, without entities, and without opening anything. */
public final class StrictXml {
    private static final int DEEPEST = 32;
    private static final int MOST_ATTRIBUTES = 64;

    private StrictXml() {}

    /**
     * A factory whose readers report a DTD without reading it, leave entities alone, and refuse to resolve anything
     * outside of the text they are given.
     */
    public static XMLInputFactory inputFactory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        // Otherwise what is wrong inside of a text shows only when the text is asked for, as an unchecked exception.
        factory.getConfig().doParseLazily(false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("Nothing outside of the text is read.");
        });
        return factory;
    }
}
