"""BPMN as other tools write it, made here: one file for each of their habits."""

from processes.bpmn.xml import BPMN

HEAD = (
    f'<definitions xmlns="{BPMN}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:omgdc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:omgdi="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:x" '
    'xmlns:activiti="http://activiti.org/bpmn" xmlns:signavio="http://www.signavio.com" '
    'typeLanguage="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x">'
)
LINE = (
    '<process id="p" name="请假"><startEvent id="s"/><userTask id="a" name="提交"/>'
    '<userTask id="b" name="审批"/><endEvent id="e"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
    '<sequenceFlow id="f2" sourceRef="a" targetRef="b"/>'
    '<sequenceFlow id="f3" sourceRef="b" targetRef="e"/></process>'
)


def shape(name, x, y, width=100, height=80, **more):
    look = "".join(f' {key}="{value}"' for key, value in more.items())
    return (
        f'<bpmndi:BPMNShape id="{name.replace(":", "_")}_s" bpmnElement="{name}"{look}>'
        f'<omgdc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
    )


def edge(name, *points):
    told = "".join(f'<omgdi:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{name.replace(":", "_")}_e" bpmnElement="{name}">{told}</bpmndi:BPMNEdge>'


def plane(subject, *items, number=1):
    return (
        f'<bpmndi:BPMNDiagram id="D{number}"><bpmndi:BPMNPlane id="P{number}" bpmnElement="{subject}">'
        f"{''.join(items)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    )


def whole(*parts):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{HEAD}{"".join(parts)}</definitions>'


DRAWN = [
    shape("s", 0, 22, 36, 36),
    shape("a", 80, 0),
    shape("b", 230, 0),
    shape("e", 380, 22, 36, 36),
    edge("f1", (36, 40), (80, 40)),
    edge("f2", (180, 40), (230, 40)),
    edge("f3", (330, 40), (380, 40)),
]
POOLS = (
    '<collaboration id="c"><participant id="box" name="黑盒"/>'
    '<participant id="pool1" name="客户" processRef="p1"/>'
    '<participant id="pool2" name="公司" processRef="tns:p"/>'
    '<messageFlow id="m1" sourceRef="a" targetRef="box"/></collaboration>'
    '<process id="p1"><startEvent id="s1"/></process>'
)
LANES = (
    '<process id="p"><laneSet id="ls"><lane id="outer" name="部门"><flowNodeRef>a</flowNodeRef>'
    '<flowNodeRef>b</flowNodeRef><flowNodeRef>nobody</flowNodeRef><childLaneSet id="cl">'
    '<lane id="in1" name="专员"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef></lane>'
    '<lane id="in2" name="主管"><flowNodeRef>b</flowNodeRef><flowNodeRef>e</flowNodeRef></lane>'
    "</childLaneSet></lane></laneSet>" + LINE.partition(">")[2]
)
INSIDE = (
    '<process id="p"><startEvent id="s"/><subProcess id="sub" name="处理" triggeredByEvent="false">'
    '<startEvent id="ss"/><userTask id="x" name="里面"/><sequenceFlow id="sf" sourceRef="ss" '
    'targetRef="x"/></subProcess><endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" '
    'targetRef="sub"/><sequenceFlow id="f2" sourceRef="sub" targetRef="e"/>'
    '<boundaryEvent id="be" attachedToRef="sub"><timerEventDefinition id="t"/></boundaryEvent>'
    '<sequenceFlow id="f3" sourceRef="be" targetRef="e"/></process>'
)
RICH = (
    '<itemDefinition id="i1" structureRef="xsd:string"/><message id="m" itemRef="tns:i1"/>'
    '<process id="p" isClosed="false"><extensionElements><signavio:meta k="v"><![CDATA[<b>&]]></signavio:meta>'
    "<signavio:p>Hello <b>bold</b> <i>it</i> end</signavio:p></extensionElements>"
    '<startEvent id="s" activiti:initiator="me"/>'
    '<userTask id="a" name="提交&#10;申请" activiti:assignee="${user}" default="f2">'
    '<documentation textFormat="text/html">See <b>this</b> <i>one</i> page</documentation>'
    '<extensionElements><activiti:formProperty id="days" name="天数"/></extensionElements>'
    "<incoming>f1</incoming><outgoing>f2</outgoing><outgoing>f4</outgoing></userTask>"
    '<userTask id="b"><extensionElements><activiti:formProperty id="days"/></extensionElements>'
    "<incoming>tns:f2</incoming></userTask>"
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
    '<sequenceFlow id="f2" sourceRef="a" targetRef="b"/>'
    '<sequenceFlow id="f4" sourceRef="a" targetRef="a"><conditionExpression '
    'xsi:type="tFormalExpression"><![CDATA[${x < 1}]]></conditionExpression></sequenceFlow>'
    '<textAnnotation id="ta"><text>注 &lt;x&gt;</text></textAnnotation>'
    '<association id="as" sourceRef="a" targetRef="ta"/></process>'
)
ODD = (
    '<process id="p"><transaction id="tx"/><adHocSubProcess id="ah"><task id="in"/></adHocSubProcess>'
    '<subProcess id="ev" triggeredByEvent="true"><startEvent id="es"/></subProcess>'
    '<callActivity id="ca" calledElement="p"/><dataObjectReference id="do" dataObjectRef="d"/>'
    '<dataObject id="d"/><dataStoreReference id="ds"/><group id="g"/>'
    '<sequenceFlow id="f" sourceRef="tx" targetRef="nowhere"/>'
    '<sequenceFlow id="g2" sourceRef="nowhere" targetRef="ca"/></process>'
    '<globalUserTask id="gt" name="全局"/>'
)
CHOREOGRAPHY = (
    '<choreography id="c"><participant id="x" name="A"/><participant id="y" name="B"/>'
    '<choreographyTask id="ct" initiatingParticipantRef="x"><participantRef>x</participantRef>'
    "<participantRef>y</participantRef></choreographyTask></choreography>"
)
MAPS = {
    "a line": whole(LINE, plane("p", *DRAWN)),
    "no diagram": whole(LINE),
    "half a diagram": whole(LINE, plane("p", *DRAWN[:2], DRAWN[4])),
    "first task not drawn": whole(LINE, plane("p", DRAWN[0], DRAWN[2])),
    "edges without points": whole(LINE, plane("p", *DRAWN[:4], edge("f1"), edge("f2"))),
    "a plane of nothing": whole(LINE, plane("p")),
    "references with prefixes": whole(
        LINE, plane("tns:p", *(one.replace('nt="', 'nt="tns:') for one in DRAWN))
    ),
    "left of zero": whole(LINE, plane("p", shape("a", -900, -500), shape("b", -700, -500))),
    "nonsense numbers": whole(LINE, plane("p", shape("a", "NaN", "1e99"), shape("b", "x", ""))),
    "pools": whole(
        POOLS, LINE, plane("c", shape("pool2", 0, 0, 900, 300), *DRAWN, edge("m1", (1, 1), (2, 2)))
    ),
    "upright pool": whole(
        POOLS, LINE, plane("c", shape("pool2", 0, 0, 130, 900, isHorizontal="false"), shape("a", 15, 60))
    ),
    "lanes in lanes": whole(
        LANES,
        plane("p", shape("outer", 0, -30, 500, 200), shape("in1", 30, -30, 470, 100), *DRAWN),
    ),
    "lanes not drawn": whole(LANES, plane("p", *DRAWN)),
    "inside a sub-process": whole(
        INSIDE,
        plane("p", shape("sub", 80, 0, isExpanded="false"), shape("be", 100, 62, 36, 36)),
        plane("sub", shape("x", 0, 0), number=2),
    ),
    "foreign words": whole(RICH, plane("p", shape("a", 0, 0))),
    "odd things": whole(ODD, plane("p", shape("tx", 0, 0), shape("ca", 200, 0))),
    "no ids": whole('<process id="p"><task name="甲"/><task id="b"/><sequenceFlow targetRef="b"/></process>'),
    "no id at all": whole("<process><task/><startEvent/></process>"),
    "no process": whole('<collaboration id="c"><participant id="x"/></collaboration>'),
    "nothing": whole(),
    "an empty process": whole('<process id="p"/>'),
    "events only": whole(
        '<process id="p"><startEvent id="s"/><endEvent id="e"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="e"/></process>',
        plane("p", DRAWN[0], DRAWN[3], edge("f", (36, 40), (380, 40))),
    ),
    "an end only": whole('<process id="p"><endEvent id="e"/></process>'),
    "a gateway only": whole('<process id="p"><parallelGateway id="g"/></process>'),
    "a task alone": whole('<process id="p"><task id="a"/></process>', plane("p", shape("a", 0, 0))),
    "choreography": whole(CHOREOGRAPHY, plane("c", shape("ct", 0, 0))),
    "conversation": whole(
        '<collaboration id="c"><participant id="x"/><participant id="y"/><conversation id="cv">'
        "<participantRef>x</participantRef></conversation></collaboration>"
    ),
    "two processes, no pool": whole(
        '<process id="q"><startEvent id="qs"/></process>', LINE, plane("p", *DRAWN)
    ),
    "everything in one spot": whole(
        LINE, plane("p", *(shape(name, 0, 0, 2000, 2000) for name in ("s", "a", "b", "e")))
    ),
}  # fmt: skip
