"""BPMN 2.0 constructs that no step table knows, made here: one file for each, with what it holds."""

import itertools
from dataclasses import dataclass

from processes.bpmn.xml import BPMN
from tests.factories.foreign_maps import DRAWN, LINE, edge, plane, shape, whole

DEFINITIONS = (
    "message", "timer", "error", "escalation", "cancel", "compensate", "conditional", "link",
    "signal", "terminate",
)  # fmt: skip
TASKS = (
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask",
    "receiveTask",
)  # fmt: skip
GATEWAYS = (
    "exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway",
    "eventBasedGateway",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A file and how many of each it holds (those that are not named are none)."""

    text: str
    counts: dict[str, int]

    @property
    def data(self) -> bytes:
        return self.text.encode()


def chain(*names: str) -> str:
    return "".join(
        f'<sequenceFlow id="q{n}" sourceRef="{one}" targetRef="{other}"/>'
        for n, (one, other) in enumerate(itertools.pairwise(names))
    )


def row(*names: str, size: tuple[int, int] = (100, 80), y: int = 0) -> list[str]:
    """Shapes side by side with edges between them."""
    wide, high = size
    shapes = [shape(name, 140 * n, y, wide, high) for n, name in enumerate(names)]
    level = y + high / 2
    edges = [
        edge(f"q{n}", (140 * n + wide, level), (140 * n + 140, level))
        for n in range(len(names) - 1)
    ]
    return shapes + edges


def _tasks() -> Sample:
    markers = {
        "standard": '<standardLoopCharacteristics testBefore="true"><loopCondition>n &lt; 3'
        "</loopCondition></standardLoopCharacteristics>",
        "parallel": '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>3'
        "</loopCardinality></multiInstanceLoopCharacteristics>",
        "sequential": '<multiInstanceLoopCharacteristics isSequential="true">'
        "<completionCondition>done</completionCondition></multiInstanceLoopCharacteristics>",
    }
    parts = [f'<{tag} id="t{n}" name="{tag} 任务"/>' for n, tag in enumerate(TASKS)]
    parts += [
        f'<userTask id="{key}" name="{key}">{inner}</userTask>' for key, inner in markers.items()
    ]
    parts.append('<manualTask id="undo" name="撤销" isForCompensation="true"/>')
    parts.append('<callActivity id="call" name="调用" calledElement="tns:glob"/>')
    names = [*(f"t{n}" for n in range(len(TASKS))), *markers, "call"]
    body = f'<process id="p">{"".join(parts)}{chain(*names)}</process>'
    roots = '<globalUserTask id="glob" name="全局任务"><ioSpecification><inputSet/><outputSet/></ioSpecification></globalUserTask>'
    return Sample(
        whole(body, roots, plane("p", *row(*names), shape("undo", 0, 120))),
        {"processes": 1, "flow_nodes": len(names) + 1, "sequence_flows": len(names) - 1},
    )


def _events() -> Sample:
    parts, names = [], []
    for tag in ("startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "endEvent"):
        for kind in DEFINITIONS:
            name = f"{tag[:6]}{len(names)}{kind}"
            names.append(name)
            parts.append(
                f'<{tag} id="{name}" name="{kind}"><{kind}EventDefinition id="d{name}"/></{tag}>'
            )
    parts.append(
        '<startEvent id="many" parallelMultiple="true" isInterrupting="false">'
        '<messageEventDefinition id="mm1"/><timerEventDefinition id="mm2"><timeDuration '
        'xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition></startEvent>'
    )
    names.append("many")
    shapes = [shape(name, 60 * (n % 10), 80 * (n // 10), 36, 36) for n, name in enumerate(names)]
    return Sample(
        whole(f'<process id="p">{"".join(parts)}</process>', plane("p", *shapes)),
        {"processes": 1, "flow_nodes": len(names)},
    )


def _boundaries() -> Sample:
    kinds = (
        "message",
        "timer",
        "error",
        "escalation",
        "cancel",
        "compensate",
        "conditional",
        "signal",
    )
    parts = ['<transaction id="tx" name="交易"><task id="inner" name="内部"/></transaction>']
    drawn = [shape("tx", 0, 0, 800, 200, isExpanded="true"), shape("inner", 40, 40)]
    for n, kind in enumerate(kinds):
        stops = "false" if n % 2 else "true"
        parts.append(
            f'<boundaryEvent id="b{n}" name="{kind}" cancelActivity="{stops}" attachedToRef="tx">'
            f'<{kind}EventDefinition id="bd{n}"/></boundaryEvent>'
        )
        drawn.append(shape(f"b{n}", 20 + 90 * n, 182, 36, 36))
    parts.append(
        '<task id="handle" name="处理"/><sequenceFlow id="q0" sourceRef="b1" targetRef="handle"/>'
    )
    parts.append(
        '<serviceTask id="back" name="退回" isForCompensation="true"/>'
        '<association id="as" associationDirection="One" sourceRef="b5" targetRef="back"/>'
    )
    drawn += [shape("handle", 100, 300), shape("back", 450, 300),
              edge("q0", (128, 218), (128, 300)), edge("as", (488, 218), (488, 300))]  # fmt: skip
    return Sample(
        whole(f'<process id="p">{"".join(parts)}</process>', plane("p", *drawn)),
        {"processes": 1, "flow_nodes": 4 + len(kinds), "sequence_flows": 1,
         "boundary_events": len(kinds), "sub_processes": 1},
    )  # fmt: skip


def _gateways() -> Sample:
    parts = "".join(f'<{tag} id="g{n}" name="{tag}?"/>' for n, tag in enumerate(GATEWAYS))
    parts += '<eventBasedGateway id="inst" instantiate="true" eventGatewayType="Parallel"/>'
    parts += '<task id="t" name="分流" default="q9"/><task id="u"/><task id="w"/>'
    parts += (
        '<sequenceFlow id="q8" name="金额 &gt; 100" sourceRef="t" targetRef="u"><conditionExpression '
        'xsi:type="tFormalExpression" language="http://www.w3.org/1999/XPath">a > 100'
        '</conditionExpression></sequenceFlow><sequenceFlow id="q9" sourceRef="t" targetRef="w"/>'
    )
    drawn = [
        shape(f"g{n}", 90 * n, 0, 50, 50, isMarkerVisible="true") for n in range(len(GATEWAYS))
    ]
    drawn += [shape("inst", 90 * len(GATEWAYS), 0, 50, 50), shape("t", 0, 120), shape("u", 200, 100),
              shape("w", 200, 220), edge("q8", (100, 150), (200, 140)),
              edge("q9", (100, 170), (150, 170), (150, 260), (200, 260))]  # fmt: skip
    return Sample(
        whole(f'<process id="p">{parts}</process>', plane("p", *drawn)),
        {"processes": 1, "flow_nodes": len(GATEWAYS) + 4, "sequence_flows": 2},
    )


def _insides() -> Sample:
    body = (
        '<process id="p" processType="Private"><startEvent id="s"/><subProcess id="sub" name="展开">'
        '<laneSet id="sl"><lane id="sln" name="内道"><flowNodeRef>x</flowNodeRef></lane></laneSet>'
        '<startEvent id="ss"/><task id="x" name="里面"/><subProcess id="deep" name="更里面">'
        '<task id="y"/></subProcess><endEvent id="se"/>'
        '<sequenceFlow id="i1" sourceRef="ss" targetRef="x"/><sequenceFlow id="i2" sourceRef="x" targetRef="deep"/>'
        '<sequenceFlow id="i3" sourceRef="deep" targetRef="se"/>'
        '<subProcess id="ev" name="事件子流程" triggeredByEvent="true"><startEvent id="es" isInterrupting="false">'
        '<signalEventDefinition id="sg" signalRef="sig"/></startEvent><endEvent id="ee"/>'
        '<sequenceFlow id="e1" sourceRef="es" targetRef="ee"/></subProcess></subProcess>'
        '<adHocSubProcess id="ah" name="随意" ordering="Parallel" cancelRemainingInstances="true"><task id="z1"/><task id="z2"/>'
        "<completionCondition>all</completionCondition></adHocSubProcess>"
        '<endEvent id="e"/>' + chain("s", "sub", "ah", "e") + "</process>"
        '<signal id="sig" name="告警"/>'
    )
    drawn = [
        shape("s", 0, 100, 36, 36), shape("sub", 80, 0, 520, 360, isExpanded="true"),
        shape("ss", 100, 60, 36, 36), shape("x", 170, 40), shape("deep", 310, 40, isExpanded="false"),
        shape("se", 460, 60, 36, 36), shape("ev", 100, 180, 300, 140, isExpanded="true"),
        shape("es", 130, 230, 36, 36), shape("ee", 300, 230, 36, 36),
        shape("ah", 660, 60, isExpanded="false"), shape("e", 820, 82, 36, 36),
        edge("q0", (36, 118), (80, 118)), edge("q1", (600, 100), (660, 100)),
        edge("q2", (760, 100), (820, 100)), edge("i1", (136, 78), (170, 78)),
        edge("i2", (270, 78), (310, 78)), edge("i3", (410, 78), (460, 78)),
        edge("e1", (166, 248), (300, 248)),
    ]  # fmt: skip
    return Sample(
        whole(body, plane("p", *drawn), plane("deep", shape("y", 0, 0), number=2),
              plane("ah", shape("z1", 0, 0), shape("z2", 200, 0), number=3)),
        {"processes": 1, "lanes": 1, "flow_nodes": 14, "sequence_flows": 7, "sub_processes": 4},
    )  # fmt: skip


def _data() -> Sample:
    body = (
        '<itemDefinition id="it" structureRef="xsd:string" isCollection="true"/>'
        '<dataStore id="st" name="台账" capacity="10" isUnlimited="false"/>'
        '<process id="p"><ioSpecification id="io"><dataInput id="din" name="输入" isCollection="true" itemSubjectRef="tns:it"/>'
        '<dataOutput id="dout" name="输出"/><inputSet id="is"><dataInputRefs>din</dataInputRefs></inputSet>'
        '<outputSet id="os"><dataOutputRefs>dout</dataOutputRefs></outputSet></ioSpecification>'
        '<property id="pr" name="x"/><startEvent id="s"><dataOutput id="sd"/><dataOutputAssociation id="sda">'
        "<sourceRef>sd</sourceRef><targetRef>ref</targetRef></dataOutputAssociation>"
        '<outputSet id="sos"><dataOutputRefs>sd</dataOutputRefs></outputSet></startEvent>'
        '<task id="a" name="写"><ioSpecification id="aio"><dataInput id="ain"/><dataOutput id="aout"/><inputSet id="ais">'
        '<dataInputRefs>ain</dataInputRefs></inputSet><outputSet id="aos"><dataOutputRefs>aout</dataOutputRefs>'
        '</outputSet></ioSpecification><dataInputAssociation id="dia"><sourceRef>ref</sourceRef>'
        '<targetRef>ain</targetRef><assignment><from xsi:type="tFormalExpression">x</from><to>y</to></assignment>'
        '</dataInputAssociation><dataOutputAssociation id="doa"><sourceRef>aout</sourceRef><targetRef>sref</targetRef>'
        '</dataOutputAssociation><potentialOwner id="po"><resourceRef>res</resourceRef><resourceAssignmentExpression '
        'id="rae"><formalExpression>boss</formalExpression></resourceAssignmentExpression></potentialOwner></task>'
        + chain("s", "a")
        + '<dataObject id="do" name="申请单" isCollection="true"/><dataObjectReference id="ref" name="申请单" dataObjectRef="do">'
        '<dataState id="ds" name="已批"/></dataObjectReference><dataStoreReference id="sref" name="台账" dataStoreRef="st"/></process>'
        '<resource id="res" name="主管"><resourceParameter id="rp" isRequired="true" name="n"/></resource>'
        '<error id="er" errorCode="42" name="错"/><escalation id="es" escalationCode="7"/><message id="ms" name="函"/>'
    )
    drawn = [
        shape("s", 0, 22, 36, 36), shape("a", 100, 0), edge("q0", (36, 40), (100, 40)),
        shape("ref", 60, 140, 36, 50), shape("sref", 200, 140, 50, 50), shape("din", 0, -80, 36, 50),
        shape("dout", 200, -80, 36, 50), edge("sda", (18, 58), (60, 150)), edge("dia", (90, 140), (120, 80)),
        edge("doa", (180, 80), (220, 140)),
    ]  # fmt: skip
    return Sample(
        whole(body, plane("p", *drawn)),
        {"processes": 1, "flow_nodes": 2, "sequence_flows": 1, "data_references": 2},
    )


def _artifacts() -> Sample:
    body = (
        '<category id="cat" name="类"><categoryValue id="cv" value="一组"/></category>'
        + LINE.replace(
            "</process>",
            '<group id="g" categoryValueRef="cv"/><textAnnotation id="ta" textFormat="text/html"><text>'
            '<b xmlns="http://www.w3.org/1999/xhtml">粗</b> 注</text></textAnnotation>'
            '<textAnnotation id="tb" textFormat="text/plain"><text>第一行\n第二行</text></textAnnotation>'
            '<association id="as" sourceRef="a" targetRef="ta" associationDirection="None"/>'
            '<association id="at" sourceRef="tb" targetRef="f2" associationDirection="Both"/></process>',
        )
    )
    drawn = [*DRAWN, shape("g", 60, -20, 300, 120), shape("ta", 90, -120, 120, 60),
             shape("tb", 260, 140, 120, 60), edge("as", (130, 0), (140, -60)), edge("at", (300, 140), (205, 40))]  # fmt: skip
    return Sample(
        whole(body, plane("p", *drawn)),
        {"processes": 1, "flow_nodes": 4, "sequence_flows": 3, "annotations": 2},
    )


def _pools() -> Sample:
    body = (
        '<message id="msg" name="订单"/><collaboration id="c" name="合作" isClosed="false"><documentation>双方</documentation>'
        '<participant id="we" name="公司" processRef="p"><participantMultiplicity minimum="2" maximum="5"/></participant>'
        '<participant id="they" name="客户" processRef="r"/><participant id="black" name="银行"/>'
        '<messageFlow id="m1" name="下单" sourceRef="r1" targetRef="s" messageRef="msg"/>'
        '<messageFlow id="m2" sourceRef="b" targetRef="black"/><messageFlow id="m3" sourceRef="black" targetRef="r2"/>'
        '<textAnnotation id="ca"><text>池外</text></textAnnotation><association id="cas" sourceRef="ca" targetRef="m1"/>'
        "</collaboration>"
        + LINE
        + '<process id="r" isExecutable="false"><task id="r1" name="下单"/><receiveTask id="r2" name="收款"/>'
        '<sequenceFlow id="rf" sourceRef="r1" targetRef="r2"/></process>'
    )
    drawn = [
        shape("we", -60, -30, 560, 140, isHorizontal="true"), *DRAWN,
        shape("they", -60, 200, 560, 140, isHorizontal="true"), shape("r1", 0, 230), shape("r2", 200, 230),
        edge("rf", (100, 270), (200, 270)), shape("black", 600, -30, 80, 370, isHorizontal="false"),
        edge("m1", (50, 230), (18, 58)), edge("m2", (330, 60), (600, 60)), edge("m3", (600, 260), (300, 260)),
        shape("ca", 0, 380, 100, 40), edge("cas", (50, 380), (40, 150)),
        '<bpmndi:BPMNShape id="msg_s" bpmnElement="msg" isMessageVisible="true"><omgdc:Bounds x="20" y="120" width="30" height="20"/></bpmndi:BPMNShape>',
    ]  # fmt: skip
    return Sample(
        whole(body, plane("c", *drawn)),
        {"pools": 3, "processes": 2, "flow_nodes": 6, "sequence_flows": 4, "message_flows": 3, "annotations": 1},
    )  # fmt: skip


def _labels() -> Sample:
    style = (
        '<bpmndi:BPMNLabelStyle id="ls"><omgdc:Font name="宋体" size="11" isBold="false" isItalic="false" '
        'isUnderline="false" isStrikeThrough="false"/></bpmndi:BPMNLabelStyle>'
    )
    coloured = (
        '<bpmndi:BPMNShape id="a_s" bpmnElement="a" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
        'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" bioc:stroke="#831311" bioc:fill="#ffcdd2" '
        'color:background-color="#ffcdd2" color:border-color="#831311"><omgdc:Bounds x="80" y="0" width="100" height="80"/>'
        '<bpmndi:BPMNLabel labelStyle="ls"><omgdc:Bounds x="85" y="20" width="90" height="40"/></bpmndi:BPMNLabel></bpmndi:BPMNShape>'
    )
    evil = shape("b", 230, 0).replace("<bpmndi:BPMNShape", '<bpmndi:BPMNShape xmlns:b="http://bpmn.io/schema/bpmn/biocolor/1.0" b:fill="url(http://x)" b:stroke="red;x"', 1)  # fmt: skip
    drawing = plane("p", DRAWN[0], coloured, evil, *DRAWN[3:]).replace(
        "</bpmndi:BPMNDiagram>", f"{style}</bpmndi:BPMNDiagram>"
    )
    return Sample(whole(LINE, drawing), {"processes": 1, "flow_nodes": 4, "sequence_flows": 3})


def _prefixed() -> Sample:
    text = whole(LINE, plane("p", *DRAWN))
    for tag in ("definitions", "process", "startEvent", "userTask", "endEvent", "sequenceFlow"):
        text = text.replace(f"<{tag} ", f"<semantic:{tag} ").replace(
            f"</{tag}>", f"</semantic:{tag}>"
        )
    text = text.replace(f'xmlns="{BPMN}"', f'xmlns:semantic="{BPMN}" xmlns="urn:vendor"')
    return Sample(text, {"processes": 1, "flow_nodes": 4, "sequence_flows": 3})


def _written() -> Sample:
    body = (
        '<!-- 说明 --><?vendor keep="this"?>'
        + LINE.replace('name="请假"', 'name="A&#20320;&#x597D;&amp;&lt;&quot;&#10;B"').replace(
            "<userTask", "<?pi inside?><!-- c --><userTask", 1
        )
        + '<extension mustUnderstand="false" definition="tns:x"><documentation>d</documentation></extension>'
        '<import importType="http://www.w3.org/2001/XMLSchema" location="x.xsd" namespace="urn:x"/>'
    )
    text = whole(body, plane("p", *DRAWN)).replace("><", ">\r\n\t<") + "\r\n<!-- 尾 -->\r\n"
    return Sample(text, {"processes": 1, "flow_nodes": 4, "sequence_flows": 3})


def _vendor() -> Sample:
    body = LINE.replace(
        '<userTask id="a" name="提交"/>',
        '<userTask id="a" name="提交" camunda:assignee="x" flowable:candidateGroups="g"><documentation id="dd">说明</documentation>'
        '<extensionElements><camunda:inputOutput><camunda:inputParameter name="k"><camunda:script scriptFormat="js"><![CDATA[a<b]]>'
        '</camunda:script></camunda:inputParameter></camunda:inputOutput><zeebe:taskDefinition type="t"/>'
        '<bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:Props><bizagi:P name="bgColor" value="White"/>'
        '</bizagi:Props></bizagi:BizagiExtensions><task xmlns="urn:other" id="a">不是任务</task>'
        f'<bpmn2:task xmlns:bpmn2="{BPMN}" id="a" name="旧"/></extensionElements></userTask>',
    )
    text = whole(body, plane("p", *DRAWN)).replace(
        "<definitions ",
        '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
        'xmlns:flowable="http://flowable.org/bpmn" xmlns:xsi2="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://www.omg.org/spec/BPMN/20100524/MODEL BPMN20.xsd" exporter="X" exporterVersion="1" id="Defs" name="名" ',
        1,
    )
    return Sample(text, {"processes": 1, "flow_nodes": 5, "sequence_flows": 3})


def _planes() -> Sample:
    other = LINE.replace('id="', 'id="z').replace('Ref="', 'Ref="z')
    return Sample(
        whole(LINE, other, plane("p", *DRAWN), plane("zp", *(d.replace('nt="', 'nt="z').replace('id="', 'id="z') for d in DRAWN), number=2)),
        {"processes": 2, "flow_nodes": 8, "sequence_flows": 6},
    )  # fmt: skip


def _correlation() -> Sample:
    body = (
        '<collaboration id="c"><participant id="x" name="甲" processRef="p"><interfaceRef>if</interfaceRef><endPointRef>ep</endPointRef></participant>'
        '<participantAssociation id="pa"><innerParticipantRef>x</innerParticipantRef><outerParticipantRef>x</outerParticipantRef></participantAssociation>'
        '<conversation id="cv"><participantRef>x</participantRef><correlationKey id="ck"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></conversation>'
        '<conversationLink id="cl" sourceRef="x" targetRef="cv"/></collaboration>'
        '<correlationProperty id="cp" name="号"><correlationPropertyRetrievalExpression messageRef="ms"><messagePath>/a/b</messagePath>'
        "</correlationPropertyRetrievalExpression></correlationProperty><message id=\"ms\"/>"
        '<interface id="if" name="I"><operation id="op" name="O"><inMessageRef>ms</inMessageRef></operation></interface><endPoint id="ep"/>'
        '<partnerEntity id="pe"/><partnerRole id="prr"/>'
        + LINE.replace('name="审批"/>', 'name="审批"><auditing id="au"/><monitoring id="mo"/><incoming>f2</incoming><outgoing>f3</outgoing></userTask>')
        .replace("<process", '<process processType="None" isClosed="true" definitionalCollaborationRef="c"')
        .replace('<startEvent id="s"/>', '<laneSet id="l1"><lane id="la" name="道" partitionElementRef="res"><partitionElement id="pel" xsi:type="tResource" name="R"/>'
                 '<flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef><flowNodeRef>e</flowNodeRef></lane></laneSet><startEvent id="s"/>')
    )  # fmt: skip
    return Sample(
        whole(body, plane("c", shape("x", -60, -30, 560, 140), shape("la", -30, -30, 530, 140), *DRAWN)),
        {"pools": 1, "processes": 1, "lanes": 1, "flow_nodes": 4, "sequence_flows": 3},
    )  # fmt: skip


SAMPLES = {
    "tasks": _tasks(),
    "events": _events(),
    "boundaries": _boundaries(),
    "gateways": _gateways(),
    "insides": _insides(),
    "data": _data(),
    "artifacts": _artifacts(),
    "pools": _pools(),
    "labels and colours": _labels(),
    "another prefix": _prefixed(),
    "comments, instructions, entities": _written(),
    "vendors": _vendor(),
    "several planes": _planes(),
    "correlation": _correlation(),
}
ENCODINGS = {
    "utf-8 with a mark": ("UTF-8", "utf-8-sig"),
    "utf-16": ("UTF-16", "utf-16"),
    "utf-16 little": ("UTF-16", "utf-16-le"),
    "gb18030": ("GB18030", "gb18030"),
    "gbk": ("GBK", "gbk"),
    "big5 words": ("Big5", "big5"),
    "utf-8, small letters": ("utf-8", "utf-8"),
}
